import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { SetupFailure } from './report.mjs';

/** The clone this script lies in. */
export const root = resolve(import.meta.dirname, '..', '..');

/** What the set-up found out, for the launcher, the build and the tests. */
export const recordFile = join(root, '.cache', 'setup.json');

export const isRoot = process.getuid?.() === 0;

/** Where everything of root's lies that an ordinary user must be able to read; see staging in the launcher. */
export const stateFolder = '/var/lib/mengsuban-terminal';

/**
 * The folder for what every clone on this machine may share. Root's lies where every user can read it,
 * because root never runs the window itself.
 */
export function cacheFolder() {
  const given = process.env['XDG_CACHE_HOME'];
  const parent = given !== undefined && isAbsolute(given) ? given : join(homedir(), '.cache');
  const folder = isRoot ? '/var/cache/mengsuban-terminal' : join(parent, 'mengsuban-terminal');
  makeFolder(folder);
  return folder;
}

/** @param {string} folder */
export function makeFolder(folder) {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o755 });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SetupFailure(
      `The folder ${folder} cannot be made.`,
      'Make it by hand and make it yours, or give another one with XDG_CACHE_HOME.',
      reason,
    );
  }
}
