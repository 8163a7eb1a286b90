import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { err, ok, type Result } from 'neverthrow';

/** Whatever can change what is built. */
const sources = [
  'contract',
  'domain',
  'drivers',
  'main',
  'platform',
  'renderer',
  'config',
  'scripts/build.ts',
  'vite.config.ts',
  'package-lock.json',
  'package.json',
  'tsconfig.base.json',
];

const products = [
  'dist/renderer/index.html',
  'dist/renderer/dock.html',
  'dist/shell/main.cjs',
  'dist/terminal/service.mjs',
  'dist/dock/dock.mjs',
  'dist/platform/platform.mjs',
];

/**
 * One hash over the names and the contents of everything that is built from. Contents, not times: a checkout
 * touches files without changing them, and an edit may keep the time.
 */
export function hashOfSources(root: string): string {
  const hash = createHash('sha256');
  for (const source of sources) {
    for (const file of filesIn(join(root, source))) {
      hash
        .update(`${relative(root, file)}\0`)
        .update(readFileSync(file))
        .update('\0');
    }
  }
  return hash.digest('hex');
}

function filesIn(path: string): string[] {
  if (!existsSync(path)) return [];
  const entries = readdirSyncOrFile(path);
  if (entries === undefined) return [path];
  return entries
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function readdirSyncOrFile(path: string) {
  try {
    return readdirSync(path, { recursive: true, withFileTypes: true });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOTDIR') return undefined;
    throw error;
  }
}

export type BuildFailure = { readonly code: 'BUILD_FAILED'; readonly output: string };

/**
 * Builds when the sources differ from what was built last; gives the hash of the sources.
 */
export async function buildIfChanged(
  root: string,
  onBuild: () => void,
): Promise<Result<string, BuildFailure>> {
  mkdirSync(join(root, '.cache'), { recursive: true });
  return buildUnlessDone(root, onBuild);
}

async function buildUnlessDone(root: string, onBuild: () => void): Promise<Result<string, BuildFailure>> {
  const hash = hashOfSources(root);
  const stampFile = join(root, '.cache', 'build.json');
  const stamp = existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : '';
  if (stamp === hash && products.every((file) => existsSync(join(root, file)))) return ok(hash);
  onBuild();
  const { code, output } = await runBuild(root);
  if (code !== 0) return err({ code: 'BUILD_FAILED', output });
  writeFileSync(stampFile, hash);
  return ok(hash);
}

function runBuild(root: string): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, 'scripts', 'build.ts')], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
    child.on('error', (error) => resolve({ code: 127, output: error.message }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
