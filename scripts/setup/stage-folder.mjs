import {
  chmodSync,
  constants,
  copyFileSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';

/**
 * Mirrors a folder so that every user can read it: by hard links where the file is readable for all and on
 * the same file system, else by copies. What is in the way is replaced.
 * @param {string} source
 * @param {string} target
 * @param {{ copy?: boolean }} [options]
 */
export function stageFolder(source, target, options = {}) {
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  chmodSync(target, 0o755);
  let linking = options.copy !== true;
  for (const entry of readdirSync(source, { withFileTypes: true })) {
    const from = join(source, entry.name);
    const to = join(target, entry.name);
    if (entry.isDirectory()) stageFolder(from, to, options);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(from), to);
    else if (entry.isFile()) linking = stageFile(from, to, linking);
  }
}

/**
 * @param {string} from
 * @param {string} to
 * @param {boolean} linking
 * @returns {boolean} whether links to this file system can be made
 */
function stageFile(from, to, linking) {
  const { mode } = lstatSync(from);
  if (linking && (mode & 0o004) !== 0) {
    try {
      linkSync(from, to);
      return true;
    } catch (error) {
      const code = error instanceof Error ? Reflect.get(error, 'code') : undefined;
      if (code !== 'EXDEV' && code !== 'EPERM' && code !== 'EMLINK') throw error;
    }
  }
  copyFileSync(from, to, constants.COPYFILE_FICLONE);
  // Execute bits stay, and so does the set-user-id bit of Chromium's sandbox helper.
  chmodSync(to, (mode & 0o7755) | 0o444 | ((mode & 0o100) === 0 ? 0 : 0o111));
  return false;
}
