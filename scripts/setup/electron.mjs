import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { electronRuntime } from '../electron-runtime.mjs';
import { fallbackDist, fallbackVersion } from './electron-fallback.mjs';
import { nodeBinary } from './npm-packages.mjs';
import { isRoot, recordFile } from './places.mjs';
import { say, saysNetwork, step } from './report.mjs';
import { run } from './run.mjs';
import { sandboxOf } from './sandbox.mjs';

/** An official download of some 110 MB on a slow line. */
const installWithinMs = 15 * 60_000;

/** The settings that decide which Electron is wanted; another value of one makes the set-up look again. */
const settings = [
  'ELECTRON_OVERRIDE_DIST_PATH',
  'ELECTRON_MIRROR',
  'NPM_CONFIG_ELECTRON_MIRROR',
  'npm_config_electron_mirror',
  'ELECTRON_CUSTOM_DIR',
];

/**
 * @param {string} root
 * @param {string} cache
 */
export function electron(root, cache) {
  const packageFolder = join(root, 'node_modules', 'electron');

  return {
    isDone() {
      const known = electronRuntime();
      return known.mode === 'window' && known.wanted === wanted() && existsSync(known.executable);
    },

    async run() {
      const found = await step('Electron, the window of the terminal', find);
      const record = { wanted: wanted(), ...found };
      mkdirSync(dirname(recordFile), { recursive: true });
      writeFileSync(`${recordFile}.${process.pid}`, `${JSON.stringify(record, null, 2)}\n`);
      renameSync(`${recordFile}.${process.pid}`, recordFile);
      if (record.mode === 'browser') {
        say(`  No window here: ${record.reason}`);
        say('  The terminal will be served at an address for a browser.');
        return;
      }
      say(`  Electron ${record.version} (${record.source}), ${record.dist}`);
    },
  };

  function wanted() {
    const version = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')).version;
    const given = settings.map((name) => process.env[name] ?? '');
    return createHash('sha256')
      .update([version, fallbackVersion, ...given].join('\n'))
      .digest('hex');
  }

  async function find() {
    const override = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
    if (override !== undefined && override !== '') return usable(override, 'given');
    const official = await installOfficial();
    if (official.dist !== undefined) {
      const answer = await usable(official.dist, 'official');
      if (answer.mode === 'window') return answer;
    }
    if (process.platform !== 'linux' || process.arch !== 'x64') {
      return browser(`Electron's download host does not answer (${official.reason}).`);
    }
    try {
      return await usable(await fallbackDist(cache), 'stand-in for development');
    } catch (error) {
      const words = error instanceof Error ? `${error.message}\n${Reflect.get(error, 'evidence') ?? ''}` : '';
      // With no network the terminal still runs in a browser; anything else must be mended.
      if (saysNetwork(words)) return browser('neither Electron nor its stand-in can be downloaded now.');
      throw error;
    }
  }

  async function installOfficial() {
    const env = { ...process.env, NODE_USE_ENV_PROXY: '1' };
    const node = nodeBinary(root);
    const probe = join(import.meta.dirname, 'probe-electron.mjs');
    const answers = await run(node, [probe, packageFolder], { env, timeoutMs: 10_000 });
    if (answers.code !== 0) return { dist: undefined, reason: lastLine(answers.output) };
    const installed = await run(node, [join(packageFolder, 'install.js')], {
      cwd: packageFolder,
      env,
      timeoutMs: installWithinMs,
    });
    if (installed.code !== 0) return { dist: undefined, reason: lastLine(installed.output) };
    return { dist: join(packageFolder, 'dist'), reason: '' };
  }
}

/**
 * A dist counts when its binary really runs here: a missing system library shows now, not in a hall.
 * @param {string} dist
 * @param {string} source
 */
async function usable(dist, source) {
  const executable = join(dist, 'electron');
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  const tried = await run(executable, ['-p', 'process.versions.electron'], { env, timeoutMs: 20_000 });
  if (tried.code !== 0) return browser(`${executable} does not run (${lastLine(tried.output)}).`);
  const sandbox = await sandboxOf(dist);
  if (sandbox === 'none' && !isRoot) {
    return browser(
      'this system lets ordinary users make no sandbox for the window. To allow it, as root: ' +
        `chown root ${join(dist, 'chrome-sandbox')} && chmod 4755 ${join(dist, 'chrome-sandbox')}`,
    );
  }
  return { mode: 'window', dist, executable, version: tried.output.trim(), source, sandbox };
}

/** @param {string} reason */
function browser(reason) {
  return { mode: 'browser', reason };
}

/** @param {string} output */
function lastLine(output) {
  const lines = output.split('\n').filter((line) => line.trim() !== '' && !/^\s+at |^Node\.js v/.test(line));
  return (lines.find((line) => /error/i.test(line)) ?? lines.at(-1) ?? 'no answer').trim();
}
