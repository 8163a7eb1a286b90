import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { err, ok, type Result } from 'neverthrow';
import { rareFontFile } from '../../drivers/receipt-printer/rare-font.ts';

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
  'scripts/pages',
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
  'dist/platform/create-hall.mjs',
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
  // Pages built before the font came have none of its slices.
  hash.update(rareFontFile() ?? '');
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
  const hash = hashOfSources(root);
  if (isBuiltFrom(root, hash)) return ok(hash);
  onBuild();
  const { code, output } = await runBuild(root);
  return code === 0 ? ok(hash) : err({ code: 'BUILD_FAILED', output });
}

/** Whether everything stands there as built from the sources of this hash. */
export function isBuiltFrom(root: string, hash: string): boolean {
  const file = stampFile(root);
  const stamp = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return stamp === hash && products.every((product) => existsSync(join(root, product)));
}

/** A build of everything notes what it was made from, whoever asked for it. */
export function noteBuild(root: string, hash: string): void {
  mkdirSync(dirname(stampFile(root)), { recursive: true });
  writeFileSync(stampFile(root), hash);
}

function stampFile(root: string): string {
  return join(root, '.cache', 'build.json');
}

function runBuild(root: string): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, 'scripts', 'build.ts')], {
      cwd: root,
      // What a test runner sets there would build React's slow, talkative form.
      env: { ...process.env, NODE_ENV: 'production' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
    child.on('error', (error) => resolve({ code: 127, output: error.message }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
