import {
  chownSync,
  closeSync,
  fchmodSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { err, ok, type Result } from 'neverthrow';

export type ReplaceError = {
  readonly code: 'STORAGE_FULL' | 'CONFIGURATION_NOT_SAVED';
  /** As the system names it, `EACCES`. */
  readonly error: string;
};

/** Written aside and renamed: a power cut leaves the old file or the new one, never half of one. */
export function replaceFile(link: string, text: string): Result<void, ReplaceError> {
  let aside: string | undefined;
  try {
    // The file may be a link to where the hall keeps it; that is what is replaced.
    const file = realpathSync(link);
    const { mode, uid, gid } = statSync(file);
    aside = `${file}.new`;
    const handle = openSync(aside, 'w', mode & 0o777);
    try {
      fchmodSync(handle, mode & 0o777);
      writeFileSync(handle, text);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    // Only root gives files away, and only root's service would change the owner by writing.
    if (process.getuid?.() === 0) chownSync(aside, uid, gid);
    renameSync(aside, file);
    syncFolder(dirname(file));
    return ok();
  } catch (thrown) {
    if (!(thrown instanceof Error && 'code' in thrown)) throw thrown;
    if (aside !== undefined) removeQuietly(aside);
    const error = String(thrown.code);
    const full = error === 'ENOSPC' || error === 'EDQUOT';
    return err({ code: full ? 'STORAGE_FULL' : 'CONFIGURATION_NOT_SAVED', error });
  }
}

function removeQuietly(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch (thrown) {
    // What could not be written cannot always be removed; the next change overwrites it.
    if (!(thrown instanceof Error && 'code' in thrown)) throw thrown;
  }
}

function syncFolder(folder: string): void {
  // Windows cannot open a folder; its file system journals the rename itself.
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
