import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, recordFile } from './setup/places.mjs';
import { stageFolder } from './setup/stage-folder.mjs';

export { ordinaryUser } from './setup/ordinary-user.mjs';
export { stageFolder } from './setup/stage-folder.mjs';

/** Prepared runtimes nobody has used for this long are removed. */
const keepUnusedMs = 7 * 24 * 3600_000;

/** What the set-up found; before any set-up there is no window. */
export function electronRuntime() {
  if (!existsSync(recordFile)) return { mode: 'browser', reason: 'the set-up has not run yet.' };
  return JSON.parse(readFileSync(recordFile, 'utf8'));
}

/**
 * A stock Electron starts what lies at resources/app beside its binary. This makes a folder of its own for
 * one build of the app: the dist by hard links, the app by copies. The folder's name is the hash of what
 * lies in it, so that two starts at once and a running window never disturb one another.
 * @param {{ dist: string, appFolder: string }} parts appFolder holds package.json with main, and its files
 * @returns {string} the executable
 */
export function prepareApp({ dist, appFolder }) {
  const parent = join(cacheFolder(), 'runtime');
  const folder = join(parent, identityOf(dist, appFolder));
  const executable = join(folder, 'electron');
  if (existsSync(executable)) {
    const now = new Date();
    utimesSync(folder, now, now);
    return executable;
  }
  mkdirSync(parent, { recursive: true });
  removeUnused(parent);
  const aside = `${folder}.part-${process.pid}`;
  stageFolder(dist, aside);
  rmSync(join(aside, 'resources', 'default_app.asar'), { force: true });
  stageFolder(appFolder, join(aside, 'resources', 'app'), { copy: true });
  try {
    renameSync(aside, folder);
  } catch (error) {
    // Somebody else has finished the same folder first.
    if (!existsSync(executable)) throw error;
    rmSync(aside, { recursive: true, force: true });
  }
  return executable;
}

/**
 * @param {string} dist
 * @param {string} appFolder
 */
function identityOf(dist, appFolder) {
  const hash = createHash('sha256');
  const { ino, mtimeMs, size } = statSync(join(dist, 'electron'));
  hash.update(`${dist}\n${ino} ${mtimeMs} ${size}\n`);
  const files = readdirSync(appFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
  for (const file of files) {
    hash.update(`${file.slice(appFolder.length)}\n`).update(readFileSync(file));
  }
  return hash.digest('hex').slice(0, 16);
}

/** @param {string} parent */
function removeUnused(parent) {
  for (const name of readdirSync(parent)) {
    const folder = join(parent, name);
    if (Date.now() - statSync(folder).mtimeMs > keepUnusedMs)
      rmSync(folder, { recursive: true, force: true });
  }
}
