import { randomBytes } from 'node:crypto';
import { err, ok, type Result } from 'neverthrow';
import { z } from 'zod';
import type { Log } from '../log/log.ts';
import { openOwnerOnlyFile } from './owner-only-file.ts';

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

/** Opens `<folder>/sealing.json`, making it with fresh keys where there is none. A damaged file is never replaced. */
export function openKeyFile(folder: string, log: Log): Result<KeyStore, KeyStoreError> {
  const { file, text, made } = openOwnerOnlyFile(folder, 'sealing.json', newKeys, log);
  const parsed = fileSchema.safeParse(parseJson(text));
  const current = parsed.data?.keys[parsed.data.current];
  if (!parsed.success || current === undefined) return err({ code: 'KEY_FILE_DAMAGED', file });
  const { keys, lookup, current: currentId } = parsed.data;
  if (made) log.event('keys.made', { keyId: currentId });
  return ok({
    current: () => ({ id: currentId, secret: current }),
    byId: (id) => {
      const secret = keys[id];
      return secret && { id, secret };
    },
    lookupSecret: () => lookup,
  });
}

function newKeys(): string {
  const id = randomBytes(4).toString('hex');
  const secret = () => randomBytes(32).toString('base64');
  return JSON.stringify({ format: 1, current: id, lookup: secret(), keys: { [id]: secret() } });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What is not JSON is refused by the schema like any other damage.
    return undefined;
  }
}
