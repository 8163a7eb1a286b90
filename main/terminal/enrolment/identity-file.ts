import { createPrivateKey } from 'node:crypto';
import { err, ok, type Result } from 'neverthrow';
import { z } from 'zod';
import type { Log } from '../log/log.ts';
import { openOwnerOnlyFile, replaceOwnerOnlyFile } from '../sealing/owner-only-file.ts';
import type { StorageError } from '../storage/storage.ts';

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
  /** On the disk when it succeeds; when it fails the last record stays, there and here. */
  readonly write: (record: IdentityRecord) => Result<void, StorageError>;
};

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
  const fresh = () =>
    JSON.stringify({ format: 1, privateKey: newPrivateKey(), enrolled: null, link: null, starts: 0 });
  const { file, text } = openOwnerOnlyFile(folder, 'platform-identity.json', fresh, log);
  const parsed = identitySchema.safeParse(parseJson(text));
  if (!parsed.success) return err({ code: 'KEY_FILE_DAMAGED', file });
  let record = parsed.data;
  return ok({
    read: () => record,
    write: (next) =>
      replaceOwnerOnlyFile(file, JSON.stringify(next)).map(() => {
        record = next;
      }),
  });
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
