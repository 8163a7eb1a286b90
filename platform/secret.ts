import { createHash, randomBytes } from 'node:crypto';
import { chmod, link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { err, ok, type Result } from 'neverthrow';

const FILE_NAME = 'platform-secret';
const BYTES = 32;
const OWNER_ONLY = 0o600;

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
