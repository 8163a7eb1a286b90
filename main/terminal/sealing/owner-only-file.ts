import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { err, ok, type Result } from 'neverthrow';
import type { Log } from '../log/log.ts';
import { type StorageError, startErrorOf } from '../storage/storage.ts';

export type OwnerOnlyFile = {
  readonly file: string;
  readonly text: string;
  /** True when there was none before. */
  readonly made: boolean;
};

const OWNER_ONLY_FILE = 0o600;
const OWNER_ONLY_FOLDER = 0o700;

/**
 * Reads a file that only the owner may read, in a folder that only the owner may enter; makes both where there are
 * none and narrows rights that are too wide. Throws what the file system throws.
 */
export function openOwnerOnlyFile(
  folder: string,
  name: string,
  firstText: () => string,
  log: Log,
): OwnerOnlyFile {
  const file = join(folder, name);
  mkdirSync(folder, { recursive: true, mode: OWNER_ONLY_FOLDER });
  narrowRights(folder, OWNER_ONLY_FOLDER, log);
  const made = !existsSync(file);
  if (made) write(file, firstText());
  narrowRights(file, OWNER_ONLY_FILE, log);
  return { file, text: readFileSync(file, 'utf8'), made };
}

/** The new text is on the disk when this succeeds; when it fails the old one still is. */
export function replaceOwnerOnlyFile(file: string, text: string): Result<void, StorageError> {
  try {
    write(file, text);
    return ok();
  } catch (thrown) {
    const code = startErrorOf(thrown, dirname(file));
    if (code === undefined) throw thrown;
    return err(code);
  }
}

function write(file: string, text: string): void {
  // Written aside and renamed: a power cut leaves the old file or the new one, never half of one.
  const aside = `${file}.new`;
  const handle = openSync(aside, 'w', OWNER_ONLY_FILE);
  try {
    // Not writeSync, which may write a part and call it success when the disk is almost full.
    writeFileSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(aside, file);
  syncFolder(dirname(file));
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

function narrowRights(path: string, mode: number, log: Log): void {
  if (process.platform === 'win32') return;
  const rights = statSync(path).mode & 0o777;
  if ((rights & ~mode) === 0) return;
  chmodSync(path, mode);
  log.event('keys.rights-mended', { file: path, mode: rights.toString(8) });
}
