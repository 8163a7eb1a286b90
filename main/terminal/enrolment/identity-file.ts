import { createPrivateKey } from 'node:crypto';
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
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { err, ok, type Result } from 'neverthrow';
import { z } from 'zod';
import type { Log } from '../log/log.ts';

const enrolledSchema = z.object({
  terminalId: z.string(),
  terminalLabel: z.string(),
  hallId: z.string(),
  /** SHA-256 of the code that was used up, so that a new one in the configuration is seen to be new. */
  codeHash: z.string(),
});
export type Enrolled = z.infer<typeof enrolledSchema>;

const identitySchema = z.object({
  format: z.literal(1),
  /** Ed25519, PKCS#8 DER in base64. */
  privateKey: z.base64().refine(isPrivateKey),
  enrolled: enrolledSchema.nullable(),
  /** The link the platform gave last. */
  link: z.string().nullable(),
  /** How often the service has started; compared with the database to notice one restored from a copy. */
  starts: z.number().int().nonnegative(),
});
type IdentityRecord = z.infer<typeof identitySchema>;

export type IdentityFileError = { readonly code: 'KEY_FILE_DAMAGED'; readonly file: string };

export type IdentityFile = {
  readonly read: () => IdentityRecord;
  /** On the disk when it returns; throws what the file system throws. */
  readonly write: (record: IdentityRecord) => void;
};

const OWNER_ONLY_FILE = 0o600;
const OWNER_ONLY_FOLDER = 0o700;

/**
 * The terminal's own key, who it is enrolled as, and its link, in one owner-only file beside the sealing key: a
 * damaged database that is replaced by a new one must not make a stranger of the terminal.
 * A damaged file is reported and never replaced.
 */
export function openIdentityFile(
  folder: string,
  log: Log,
  newPrivateKey: () => string,
): Result<IdentityFile, IdentityFileError> {
  const file = join(folder, 'platform-identity.json');
  mkdirSync(folder, { recursive: true, mode: OWNER_ONLY_FOLDER });
  if (!existsSync(file)) {
    const fresh = { format: 1, privateKey: newPrivateKey(), enrolled: null, link: null, starts: 0 } as const;
    replaceFile(file, fresh);
  }
  narrowRights(file, log);
  const parsed = identitySchema.safeParse(parseJson(readFileSync(file, 'utf8')));
  if (!parsed.success) return err({ code: 'KEY_FILE_DAMAGED', file });
  let record = parsed.data;
  return ok({
    read: () => record,
    write: (next) => {
      replaceFile(file, next);
      record = next;
    },
  });
}

function replaceFile(file: string, record: IdentityRecord): void {
  // Written aside and renamed: a power cut leaves the old file or the new one, never half of one.
  const aside = `${file}.new`;
  const handle = openSync(aside, 'w', OWNER_ONLY_FILE);
  try {
    writeSync(handle, JSON.stringify(record));
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(aside, file);
  // Windows cannot open a folder; its file system journals the rename itself.
  if (process.platform === 'win32') return;
  const folder = openSync(dirname(file), 'r');
  fsyncSync(folder);
  closeSync(folder);
}

function narrowRights(path: string, log: Log): void {
  if (process.platform === 'win32') return;
  const rights = statSync(path).mode & 0o777;
  if ((rights & ~OWNER_ONLY_FILE) === 0) return;
  chmodSync(path, OWNER_ONLY_FILE);
  log.event('keys.rights-mended', { file: path, mode: rights.toString(8) });
}

function isPrivateKey(text: string): boolean {
  try {
    const key = createPrivateKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'pkcs8' });
    return key.asymmetricKeyType === 'ed25519';
  } catch {
    // OpenSSL's reasons are all one here: these bytes are no key.
    return false;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What is not JSON is refused by the schema like any other damage.
    return undefined;
  }
}
