import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { ok } from 'neverthrow';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { isDatabaseAway } from './database.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts';
import { postgresAccount } from './postgres-account.ts';
import { postgresBinaries } from './postgres-binaries.ts';
import { stopOrphan } from './postgres-process.ts';
import { processStart } from './process-table.ts';

/** Each test starts PostgreSQL several times, on a machine that may be busy with other things. */
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const run = promisify(execFile);
const isRoot = process.getuid?.() === 0;

/** One for all tests: to make a database takes longer than most of them. */
let dataDir: string;
const running: EmbeddedPostgres[] = [];
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'platform-test-'));
});
afterEach(async () => {
  for (const server of running) await server.stop();
});
afterAll(async () => {
  for (const { folder } of running) await rm(folder, { recursive: true, force: true });
  await rm(dataDir, { recursive: true, force: true });
});

function startAny() {
  const note = () => undefined;
  return startEmbeddedPostgres({ dataDir, onCrash: note, onGivenUp: note });
}

async function start(): Promise<EmbeddedPostgres> {
  const server = (await startAny())._unsafeUnwrap();
  running.push(server);
  return server;
}

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query({ text, rowMode: 'array' })).rows;
  } finally {
    await client.end();
  }
}

describe('the embedded PostgreSQL', () => {
  it('keeps its data over a stop, for its owner alone', async () => {
    const first = await start();
    await query(first.url, 'create table kept as select 42 as answer');
    await first.stop();
    const second = await start();
    expect(second.folder).toBe(first.folder);
    expect(await query(second.url, 'table kept')).toEqual([[42]]);
    for (const name of ['password', 'data', 'socket', 'postgresql.log']) {
      expect((await stat(join(second.folder, name))).mode & 0o077).toBe(0);
    }
  });

  it.runIf(isRoot)('is not made a second time by root in the folder of another user', async () => {
    const others = await mkdtemp(join(tmpdir(), 'platform-test-'));
    await mkdir(join(others, 'postgresql'));
    const note = () => undefined;
    const refused = await startEmbeddedPostgres({ dataDir: others, onCrash: note, onGivenUp: note });
    expect(refused._unsafeUnwrapErr()).toMatchObject({
      code: 'OTHERS_FOLDER',
      detail: join(others, 'postgresql'),
    });
    await rm(others, { recursive: true });
  });

  it('is safe against a power cut, open to this machine only, and wants the password', async () => {
    const { url, folder } = await start();
    const settings = `select name, setting from pg_settings where name in ('fsync', 'synchronous_commit',
      'full_page_writes', 'data_checksums', 'listen_addresses', 'unix_socket_directories') order by name`;
    expect(Object.fromEntries((await query(url, settings)) as [string, string][])).toEqual({
      data_checksums: 'on',
      fsync: 'on',
      full_page_writes: 'on',
      listen_addresses: '127.0.0.1',
      synchronous_commit: 'on',
      unix_socket_directories: join(folder, 'socket'),
    });
    const wrong = new URL(url);
    wrong.password = 'guess';
    await expect(query(wrong.href, 'select 1')).rejects.toMatchObject({ code: '28P01' });
  });

  it('tells a second platform who has the folder, and how to reach its database', async () => {
    const first = await start();
    const second = (await startAny())._unsafeUnwrapErr();
    expect(second).toEqual({ code: 'DATA_IN_USE', pid: process.pid, url: first.url });
    expect(await query(first.url, 'select 1')).toEqual([[1]]);
  });

  it('takes a folder over from a platform that was killed, also when its number is in use again', async () => {
    const first = await start();
    await first.stop();
    for (const holder of [{ pid: 2 ** 30, start: '1' }, { pid: process.pid, start: '1' }, 'cut sho']) {
      await writeFile(join(first.folder, 'holder.json'), JSON.stringify(holder));
      const next = await start();
      expect(await query(next.url, 'select 1')).toEqual([[1]]);
      await next.stop();
    }
  });

  it('is not kept from starting by an initialisation cut short or a stale lock file', async () => {
    const first = await start();
    await first.stop();
    await rm(join(first.folder, 'data'), { recursive: true });
    await mkdir(join(first.folder, 'data.new'));
    await writeFile(join(first.folder, 'data.new', 'PG_VERSION'), '18');
    const second = await start();
    await second.stop();
    // The number of a process that is there and is no PostgreSQL.
    const lock = join(second.folder, 'data', 'postmaster.pid');
    await writeFile(lock, `${process.pid}\n${join(second.folder, 'data')}\n`);
    const third = await start();
    expect(await query(third.url, 'select 1')).toEqual([[1]]);
    expect(await processStart(process.pid)).toBeDefined();
  });

  it('is stopped by the next start when a killed platform left it behind', async () => {
    // Without setpriv on the path the kernel does not stop it together with its platform.
    const path = join(dataDir, 'bin');
    await mkdir(path);
    for (const program of ['id', 'useradd', 'chmod']) {
      const { stdout } = await run('sh', ['-c', `command -v ${program} || true`]);
      if (stdout.trim() !== '') await symlink(stdout.trim(), join(path, program));
    }
    const script = `
      import { startEmbeddedPostgres } from '${join(import.meta.dirname, 'embedded-postgres.ts')}';
      const note = () => undefined;
      const started = await startEmbeddedPostgres({ dataDir: '${dataDir}', onCrash: note, onGivenUp: note });
      console.log(started.value.serverPid());
      process.kill(process.pid, 'SIGKILL');`;
    const left = run(process.execPath, ['--input-type=module-typescript', '-e', script], {
      env: { PATH: path },
    });
    const { stdout } = await left.catch((killed: { stdout: string }) => killed);
    const orphan = Number.parseInt(stdout, 10);
    expect(await processStart(orphan)).toBeDefined();
    const next = await start();
    expect(await processStart(orphan)).toBeUndefined();
    expect(await query(next.url, 'select 1')).toEqual([[1]]);
  });

  it('comes back on the same address when it is ended from outside', async () => {
    const server = await start();
    const before = server.serverPid();
    await stopOrphan(join(server.folder, 'data'));
    const answer = () =>
      query(server.url, 'select 1').catch((error: unknown) => isDatabaseAway(error) || error);
    await expect.poll(answer, { timeout: 60_000 }).toEqual([[1]]);
    await expect.poll(() => server.serverPid()).not.toBe(undefined);
    expect(server.serverPid()).not.toBe(before);
  });
});

describe('its programs', () => {
  it.runIf(isRoot)('are copied when they lie where their account cannot go', async () => {
    const account = (await postgresAccount())._unsafeUnwrap();
    const source = dirname(dirname((await postgresBinaries(undefined, dataDir))._unsafeUnwrap().initdb));
    const closed = join(dataDir, 'closed');
    await cp(dirname(source), closed, { recursive: true, verbatimSymlinks: true });
    await chmod(closed, 0o700);
    await chmod(dataDir, 0o755);
    const cache = join(dataDir, 'cache');
    const copies = await Promise.all([1, 2].map(() => postgresBinaries(account, cache, ok(closed))));
    for (const copy of copies) expect(copy._unsafeUnwrap().postgres.startsWith(cache)).toBe(true);
    expect(await readdir(cache)).toHaveLength(1);
  });

  it('are refused with their own words when they do not run on this machine', async () => {
    await mkdir(join(dataDir, 'native', 'bin'), { recursive: true });
    await writeFile(join(dataDir, 'package.json'), '{ "version": "0.0.0" }');
    await writeFile(join(dataDir, 'native', 'pg-symlinks.json'), '[]');
    const program = '#!/bin/sh\necho "wrong machine" >&2; exit 1\n';
    await writeFile(join(dataDir, 'native', 'bin', 'initdb'), program, { mode: 0o755 });
    const found = await postgresBinaries(undefined, join(dataDir, 'cache'), ok(dataDir));
    expect(found._unsafeUnwrapErr()).toEqual({
      code: 'BINARIES_UNUSABLE',
      detail: expect.stringContaining('wrong machine'),
    });
  });
});
