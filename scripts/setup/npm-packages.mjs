import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { explain, SetupFailure, saysNetwork, step } from './report.mjs';
import { outsideEnvironment, run } from './run.mjs';

/** @param {string} root */
export function npmPackages(root) {
  const stampFile = join(root, 'node_modules', '.mengsuban-setup.json');

  return {
    isDone() {
      const wanted = lockHash(root);
      if (readJson(stampFile)?.['lockHash'] === wanted && existsSync(nodeBinary(root))) return true;
      // Somebody may have run npm himself: what is there counts, not who put it there.
      if (!matchesLock(root)) return false;
      writeFileSync(stampFile, JSON.stringify({ lockHash: wanted }));
      return true;
    },

    async run() {
      const env = outsideEnvironment(process.env);
      // Not `npm ci`: it refuses a lock file that lacks packages for other systems, and a registry that
      // mirrors one system only cannot give a lock file that has them. What was installed is compared
      // with the lock file below, which promises the same.
      const args = [
        'install',
        '--no-save',
        '--ignore-scripts',
        '--no-audit',
        '--no-fund',
        '--loglevel=error',
      ];
      const result = await step('npm packages (a minute or two the first time)', async () => {
        const silence = await registrySilence(root, env);
        if (silence !== undefined) args.push('--offline');
        const done = await run('npm', args, { cwd: root, env });
        if (done.code === 0) return done;
        if (silence !== undefined) throw explain('Installing the npm packages', silence);
        throw done.code === 127
          ? new SetupFailure('npm is not in PATH.', 'Install npm beside Node and start again.', done.output)
          : explain('Installing the npm packages', done.output);
      });
      if (!existsSync(nodeBinary(root))) {
        throw new SetupFailure(
          `There is no Node 24 package for this processor (${process.platform} ${process.arch}).`,
          'Use a Linux machine with an x64 or arm64 processor.',
          result.output,
        );
      }
      if (!matchesLock(root)) {
        throw new SetupFailure(
          'What npm has installed is not what package-lock.json names.',
          'Remove node_modules, see that package.json and package-lock.json are unchanged, and start again.',
          result.output,
        );
      }
      writeFileSync(stampFile, JSON.stringify({ lockHash: lockHash(root) }));
    },
  };
}

/**
 * What npm says when its registry cannot be reached; undefined when it answers anything at all. Without this
 * question npm tries each of hundreds of packages again and again before it gives up. Its cache may still
 * hold everything.
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 */
async function registrySilence(root, env) {
  const patience = ['--fetch-retries=1', '--fetch-retry-mintimeout=500', '--fetch-timeout=8000'];
  const asked = await run('npm', ['ping', ...patience], { cwd: root, env, timeoutMs: 30_000 });
  if (asked.timedOut) return 'ETIMEDOUT: the registry does not answer';
  return asked.code !== 0 && saysNetwork(asked.output) ? asked.output : undefined;
}

/**
 * The Node 24 that the packages bring along.
 * @param {string} root
 */
export function nodeBinary(root) {
  return join(root, 'node_modules', '.bin', 'node');
}

/** @param {string} root */
function lockHash(root) {
  const file = join(root, 'package-lock.json');
  if (!existsSync(file)) {
    throw new SetupFailure(
      'package-lock.json is missing.',
      'Get a whole clone (git checkout package-lock.json).',
    );
  }
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

/**
 * Whether node_modules holds what the lock file names, in those versions and with those hashes. npm keeps its
 * own account of what it has put there. Optional packages may be missing or be there besides: they are the
 * ones made for one system only.
 * @param {string} root
 */
function matchesLock(root) {
  const wanted = packagesOf(readJson(join(root, 'package-lock.json')));
  const installed = packagesOf(readJson(join(root, 'node_modules', '.package-lock.json')));
  if (wanted === undefined || installed === undefined) return false;
  delete wanted[''];
  for (const [path, entry] of Object.entries(wanted)) {
    const there = installed[path];
    if (there === undefined) {
      if (entry.optional !== true) return false;
      continue;
    }
    if (there.version !== entry.version || there.integrity !== entry.integrity) return false;
    if (!existsSync(join(root, path, 'package.json'))) return false;
  }
  const extra = Object.entries(installed).filter(([path]) => wanted[path] === undefined);
  return extra.every(([, entry]) => entry.optional === true) && existsSync(nodeBinary(root));
}

/**
 * @param {Record<string, unknown> | undefined} lock
 * @returns {Record<string, { version?: string, integrity?: string, optional?: boolean }> | undefined}
 */
function packagesOf(lock) {
  const packages = lock?.['packages'];
  return typeof packages === 'object' && packages !== null ? { ...packages } : undefined;
}

/**
 * @param {string} file
 * @returns {Record<string, unknown> | undefined}
 */
function readJson(file) {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // A half-written file is as good as none: the packages are installed anew.
    return undefined;
  }
}
