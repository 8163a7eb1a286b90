import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { chmod, link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { err, ok, type Result } from 'neverthrow';
import type { Database } from './database/database.ts';

const FILE_NAME = 'platform-secret';
const BYTES = 32;
const OWNER_ONLY = 0o600;
const FINGERPRINT_OF = 'fingerprint of the secret of this platform';

/**
 * The key under which the platform hashes what nobody should be able to guess from the database: the setting when
 * there is one (platforms that share a database need the same), else a file in the data folder, made at first use.
 * An error is one sentence with the remedy.
 */
export async function platformSecret(
  given: string | undefined,
  dataDir: string,
): Promise<Result<Uint8Array, string>> {
  if (given !== undefined) return ok(createHash('sha256').update(given).digest());
  const path = join(dataDir, FILE_NAME);
  await mkdir(dataDir, { recursive: true });
  await makeOnce(path);
  const secret = Buffer.from((await readFile(path, 'utf8')).trim(), 'base64');
  if (secret.length !== BYTES) {
    return err(
      `${path} is damaged. Put it back from a backup, or delete it: appointments are then found by their codes only.`,
    );
  }
  await chmod(path, OWNER_ONLY);
  return ok(secret);
}

/**
 * Whether the secret is the one that the database has been used with so far; the first one is. Of platforms with
 * different ones, none finds by the card what another has booked. An error is one sentence with the remedy.
 */
export async function secretFits(database: Database, secret: Uint8Array): Promise<Result<void, string>> {
  const fingerprint = createHmac('sha256', secret).update(FINGERPRINT_OF).digest();
  await database
    .insertInto('secretFingerprint')
    .values({ fingerprint })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const kept = await database.selectFrom('secretFingerprint').select('fingerprint').executeTakeFirstOrThrow();
  if (timingSafeEqual(kept.fingerprint, fingerprint)) return ok(undefined);
  return err(
    `The database has been used with another secret than this platform's: start it with the same PLATFORM_SECRET, or the same file ${FILE_NAME} in PLATFORM_DATA, as before and as the other platforms on it; if that secret is lost, stop them all, run "delete from secret_fingerprint" in the database, and start again.`,
  );
}

/** Written whole under another name first: of two platforms that start at once one wins, and nobody reads half. */
async function makeOnce(path: string): Promise<void> {
  const draft = `${path}.${randomBytes(4).toString('hex')}`;
  try {
    await writeFile(draft, randomBytes(BYTES).toString('base64'), { mode: OWNER_ONLY, flush: true });
    await link(draft, path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    await rm(draft, { force: true });
  }
}
