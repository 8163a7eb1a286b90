import { randomBytes } from 'node:crypto';
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
import { z } from 'zod';
import type { Log } from '../log/log.ts';

type SealingKey = {
  /** Eight hexadecimal digits, chosen at random: a key made after a loss never passes for the lost one. */
  readonly id: string;
  /** 32 bytes. */
  readonly secret: Uint8Array;
};

/** Holds the keys; a keychain or a cipher module can stand in for the file. */
export type KeyStore = {
  /** The key for new seals. */
  readonly current: () => SealingKey;
  readonly byId: (id: string) => SealingKey | undefined;
  /** 32 bytes for lookup hashes; never rotated, or equal values would no longer be found. */
  readonly lookupSecret: () => Uint8Array;
};

export type KeyStoreError = { readonly code: 'KEY_FILE_DAMAGED'; readonly file: string };

const secretSchema = z.base64().transform((text, context) => {
  const bytes = new Uint8Array(Buffer.from(text, 'base64'));
  if (bytes.length === 32) return bytes;
  context.addIssue({ code: 'custom', message: 'not 32 bytes' });
  return z.NEVER;
});

const fileSchema = z.object({
  format: z.literal(1),
  current: z.string(),
  lookup: secretSchema,
  keys: z.record(z.string().regex(/^[0-9a-f]{8}$/), secretSchema),
});

const OWNER_ONLY_FILE = 0o600;
const OWNER_ONLY_FOLDER = 0o700;

/** Opens `<folder>/sealing.json`, making it with fresh keys where there is none. A damaged file is never replaced. */
export function openKeyFile(folder: string, log: Log): Result<KeyStore, KeyStoreError> {
  const file = join(folder, 'sealing.json');
  mkdirSync(folder, { recursive: true, mode: OWNER_ONLY_FOLDER });
  narrowRights(folder, OWNER_ONLY_FOLDER, log);
  if (!existsSync(file)) makeKeyFile(file, log);
  narrowRights(file, OWNER_ONLY_FILE, log);
  const parsed = fileSchema.safeParse(parseJson(readFileSync(file, 'utf8')));
  const current = parsed.data?.keys[parsed.data.current];
  if (!parsed.success || current === undefined) return err({ code: 'KEY_FILE_DAMAGED', file });
  const { keys, lookup, current: currentId } = parsed.data;
  return ok({
    current: () => ({ id: currentId, secret: current }),
    byId: (id) => {
      const secret = keys[id];
      return secret && { id, secret };
    },
    lookupSecret: () => lookup,
  });
}

function makeKeyFile(file: string, log: Log): void {
  const id = randomBytes(4).toString('hex');
  const secret = () => randomBytes(32).toString('base64');
  const text = JSON.stringify({ format: 1, current: id, lookup: secret(), keys: { [id]: secret() } });
  // Written aside and renamed: a power cut leaves the whole file or none, never half a key.
  const aside = `${file}.new`;
  const handle = openSync(aside, 'w', OWNER_ONLY_FILE);
  // Not writeSync, which may write a part and call it success when the disk is almost full.
  writeFileSync(handle, text);
  fsyncSync(handle);
  closeSync(handle);
  renameSync(aside, file);
  syncFolder(dirname(file));
  log.event('keys.made', { keyId: id });
}

function syncFolder(folder: string): void {
  // Windows cannot open a folder; its file system journals the rename itself.
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  fsyncSync(handle);
  closeSync(handle);
}

function narrowRights(path: string, mode: number, log: Log): void {
  if (process.platform === 'win32') return;
  const rights = statSync(path).mode & 0o777;
  if ((rights & ~mode) === 0) return;
  chmodSync(path, mode);
  log.event('keys.rights-mended', { file: path, mode: rights.toString(8) });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What is not JSON is refused by the schema like any other damage.
    return undefined;
  }
}
