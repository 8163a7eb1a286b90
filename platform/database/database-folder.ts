import { createHash, randomBytes } from 'node:crypto';
import { chown, mkdir, readdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import type { Account } from './postgres-account.ts';

/** Root's databases: PostgreSQL runs as another account, which may not reach root's own folders. */
const SYSTEM_DATA = '/var/lib/mengsuban-platform';
const OWNER_FILE = 'belongs-to';

/**
 * Where the database of a platform folder lies: in that folder, or, under root, in one of the database's own
 * account that is named by it.
 */
export async function databaseFolder(dataDir: string, account: Account | undefined): Promise<string> {
  const owner = await realpath(dataDir);
  if (!account) {
    const folder = join(owner, 'postgresql');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return folder;
  }
  await mkdir(SYSTEM_DATA, { recursive: true, mode: 0o755 });
  await removeForgotten();
  const identity = `${owner}\n${await folderMark(owner)}`;
  const folder = join(SYSTEM_DATA, createHash('sha256').update(identity).digest('hex').slice(0, 16));
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chown(folder, account.uid, account.gid);
  await writeFile(join(folder, OWNER_FILE), `${owner}\n`);
  return folder;
}

/** Drawn once per folder: a folder that was deleted and made again begins with an empty database. */
function folderMark(owner: string): Promise<string> {
  return readOrMake(join(owner, 'database-mark'), () => randomBytes(16).toString('hex'));
}

/**
 * Databases of temporary folders that are gone, as trials leave them. Nobody can reach them again, because the
 * mark went with the folder. Others are left alone: their disk may only be unmounted.
 */
async function removeForgotten(): Promise<void> {
  const temporary = `${await realpath(tmpdir())}${sep}`;
  for (const name of await readdir(SYSTEM_DATA)) {
    const folder = join(SYSTEM_DATA, name);
    const owner = (await readFile(join(folder, OWNER_FILE), 'utf8').catch(() => '')).trim();
    if (!owner.startsWith(temporary) || (await exists(owner))) continue;
    // A server that still runs there belongs to someone who will stop it.
    if (await exists(join(folder, 'data', 'postmaster.pid'))) continue;
    await rm(folder, { recursive: true, force: true });
  }
}

/** The content of a file that only its owner may read, made once. */
export async function readOrMake(path: string, make: () => string): Promise<string> {
  const draft = `${path}.${process.pid}`;
  if (!(await exists(path))) {
    await writeFile(draft, make(), { mode: 0o600 });
    await rename(draft, path);
  }
  return readFile(path, 'utf8');
}

export async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
