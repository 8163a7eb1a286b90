import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Command } from '#contract/platform/commands.ts';
import { businessDateAt } from '#domain/time/hall-time.ts';
import { processArguments } from '#platform/database/process-table.ts';
import { API_PREFIX } from '#platform/server.ts';
import { startTestDatabase } from '#platform/testing/test-database.ts';
import { TestTerminal } from '#platform/testing/test-terminal.ts';
import { PlatformProcess } from '../harness/platform-process.ts';

/** Each test starts whole platforms, on a machine that may be busy with other things. */
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const PATIENCE = { timeout: 60_000 };

const clock = { now: Date.now };

/** One folder for all tests, each with terminals of its own: to make a database takes longer than most of them. */
let dataDir: string;
let enrolCode: string;
let started: PlatformProcess[];
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'platform-test-'));
});
beforeEach(() => {
  enrolCode = randomBytes(8).toString('hex');
  started = [];
});
afterEach(async () => {
  for (const platform of started) await platform.stop();
});
afterAll(async () => {
  for (const folder of await databaseFolders(dataDir)) await rm(folder, { recursive: true, force: true });
  await rm(dataDir, { recursive: true, force: true });
});

function start(changes: Record<string, string> = {}): PlatformProcess {
  const platform = new PlatformProcess({
    PLATFORM_DATA: dataDir,
    PLATFORM_DEMO: '1',
    PLATFORM_DEMO_ENROL_CODES: enrolCode,
    ...changes,
  });
  started.push(platform);
  return platform;
}

/** Where root's databases lie; an ordinary user's lies in the data folder itself. */
async function databaseFolders(owner: string): Promise<string[]> {
  const root = '/var/lib/mengsuban-platform';
  const names = await readdir(root).catch(() => []);
  const folders: string[] = [];
  for (const name of names) {
    const belongsTo = await readFile(join(root, name, 'belongs-to'), 'utf8').catch(() => '');
    if (belongsTo.trim() === owner) folders.push(join(root, name));
  }
  return folders;
}

/** The PostgreSQL servers that run in a test's folder. */
async function servers(): Promise<number[]> {
  const folders = [dataDir, ...(await databaseFolders(dataDir))];
  const pids = (await readdir('/proc')).map(Number).filter((pid) => pid > 1);
  const found: number[] = [];
  for (const pid of pids) {
    const line = (await processArguments(pid)) ?? [];
    const data = line[line.indexOf('-D') + 1] ?? '';
    if (line[0]?.endsWith('/postgres') && folders.some((folder) => data.startsWith(folder))) found.push(pid);
  }
  return found;
}

/** A ticket with the next number that the terminal is given, ready to be handed in. */
async function newTicket(terminal: TestTerminal): Promise<Command> {
  const businessDate = businessDateAt(clock.now());
  const needs = [{ queueId: 'general', businessDate, size: 1 }];
  const { leases } = await terminal.client.leases({ requestKey: uuidv7(), needs });
  const lease = leases[0];
  if (!lease) throw new Error('no lease');
  const ticketId = uuidv7();
  const body = {
    kind: 'ticket.issued' as const,
    ticketId,
    queueId: lease.queueId,
    serviceId: 'marriage',
    businessDate,
    number: lease.first,
    leaseId: lease.leaseId,
    issuedAt: new Date(clock.now()).toISOString(),
    identified: false,
  };
  return { key: uuidv7(), aggregate: `ticket:${ticketId}`, sequence: 1, body };
}

async function send(terminal: TestTerminal, command: Command): Promise<string | undefined> {
  const { results } = await terminal.client.commands({ commands: [command] });
  return results[0]?.outcome;
}

describe('the platform process', () => {
  it('says where it listens, keeps everything over a stop, and leaves nothing running', async () => {
    const first = start();
    const terminal = new TestTerminal(await first.ready(), clock);
    await terminal.enrol(enrolCode);
    const ticket = await newTicket(terminal);
    expect(await send(terminal, ticket)).toBe('accepted');
    expect((await first.stop()).code).toBe(0);
    expect(await servers()).toEqual([]);

    const second = start();
    const again = terminal.moved(await second.ready());
    const health = await again.client.health();
    expect(health.status).toBe('ok');
    await again.hello();
    expect(await send(again, ticket)).toBe('duplicate');
    expect(await send(again, await newTicket(again))).toBe('accepted');
    await expect(new TestTerminal(again.url, clock).enrol(enrolCode)).rejects.toMatchObject({
      code: 'ENROL_CODE_WRONG',
    });
  });

  it('stops when its parent lets go of it', async () => {
    const platform = start();
    await platform.ready();
    platform.child.disconnect();
    expect((await platform.ended()).code).toBe(0);
    expect(await servers()).toEqual([]);
  });

  it('prints the ready line when there is no channel', async () => {
    const platform = new PlatformProcess({ PLATFORM_DATA: dataDir }, 'no-channel');
    started.push(platform);
    if (!platform.child.stdout) throw new Error('no output');
    const [line] = await once(platform.child.stdout, 'data');
    const message = JSON.parse(String(line));
    expect(message).toEqual({ kind: 'ready', url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) });
    expect((await fetch(`${message.url}${API_PREFIX}/health`)).status).toBe(200);
    expect((await platform.stop('SIGINT')).code).toBe(0);
  });

  it('killed over and over, it loses nothing that it acknowledged', async () => {
    const acknowledged: Command[] = [];
    let terminal: TestTerminal | undefined;
    for (let kill = 1; kill <= 3; kill += 1) {
      const platform = start();
      const url = await platform.ready();
      terminal = terminal?.moved(url) ?? new TestTerminal(url, clock);
      if (terminal.terminalId === '') await terminal.enrol(enrolCode);
      else await terminal.hello();
      // Killed in the middle of a stream of tickets, after a few of them have been acknowledged.
      const stream = async (one: TestTerminal): Promise<void> => {
        for (;;) {
          const ticket = await newTicket(one);
          if ((await send(one, ticket)) === 'accepted') acknowledged.push(ticket);
          if (acknowledged.length >= kill * 5) platform.child.kill('SIGKILL');
        }
      };
      await expect(stream(terminal)).rejects.toBeDefined();
      await platform.ended();
    }
    const last = start();
    const survivor = terminal?.moved(await last.ready());
    if (!survivor) throw new Error('no terminal');
    await survivor.hello();
    expect(acknowledged.length).toBeGreaterThanOrEqual(15);
    for (const ticket of acknowledged) expect(await send(survivor, ticket)).toBe('duplicate');
    expect(await servers()).toHaveLength(1);
  });

  it('brings PostgreSQL back when that alone is killed, with all that was acknowledged', async () => {
    const platform = start();
    const terminal = new TestTerminal(await platform.ready(), clock);
    await terminal.enrol(enrolCode);
    const ticket = await newTicket(terminal);
    expect(await send(terminal, ticket)).toBe('accepted');
    const again = () => send(terminal, ticket).catch(() => 'not yet');
    for (let kill = 1; kill <= 5; kill += 1) {
      const before = await servers();
      // Requests are under way, so that connections break in every state of theirs.
      const requests = Array.from({ length: 5 }, again);
      for (const pid of before) process.kill(pid, 'SIGKILL');
      await Promise.all(requests);
      await expect
        .poll(async () => (await servers()).some((pid) => !before.includes(pid)), PATIENCE)
        .toBe(true);
      await expect.poll(again, PATIENCE).toBe('duplicate');
    }
    expect((await platform.stop()).code).toBe(0);
    expect(await servers()).toEqual([]);
  });
});

describe('a platform that cannot start says why in one sentence', () => {
  it('when its port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    const { code, stderr } = await start({ PLATFORM_PORT: String(address.port) }).ended();
    other.close();
    expect(code).toBe(3);
    expect(sentence(stderr)).toContain(`Port ${address.port} on 127.0.0.1 is taken by another program.`);
    expect(await servers()).toEqual([]);
  });

  it('when another platform holds its data', async () => {
    const holder = start();
    await holder.ready();
    const { code, stderr } = await start().ended();
    expect(code).toBe(1);
    expect(sentence(stderr)).toContain(`Another platform (process ${holder.child.pid}) holds ${dataDir}.`);
    expect(await servers()).toHaveLength(1);
  });

  const wrong: [string, Record<string, string>, string][] = [
    ['another protocol', { DATABASE_URL: 'mysql://a:secret@127.0.0.1/b' }, 'begins with mysql:'],
    ['no address', { DATABASE_URL: 'nonsense' }, 'it is not an address'],
    ['no database', { DATABASE_URL: 'postgres://a:secret@127.0.0.1' }, 'it names no database'],
    [
      'nobody there',
      { DATABASE_URL: 'postgres://a:secret@127.0.0.1:1/b' },
      'Check that PostgreSQL runs there',
    ],
    ['a folder that cannot be', { PLATFORM_DATA: '/dev/null/data' }, 'Name a folder in PLATFORM_DATA'],
    ['a port that is none', { PLATFORM_PORT: '70000' }, 'PLATFORM_PORT'],
    ['a host that is not ours', { PLATFORM_HOST: '192.0.2.1' }, 'Check PLATFORM_HOST'],
  ];
  it.each(wrong)('when it is given %s', async (_, changes, words) => {
    const { code, stderr } = await start(changes).ended();
    expect(code).toBe(1);
    expect(sentence(stderr)).toContain(words);
    expect(stderr).not.toContain('secret');
  });
});

describe('several platforms on one database', () => {
  it('must have the same secret', async () => {
    const test = await startTestDatabase();
    const on = (folder: string, more: Record<string, string> = {}): PlatformProcess =>
      start({ DATABASE_URL: test.url, PLATFORM_DATA: join(dataDir, folder), ...more });
    await on('one').ready();
    const { code, stderr } = await on('other').ended();
    expect(code).toBe(1);
    expect(stderr).toContain('start it with the same PLATFORM_SECRET, or the same file platform-secret');
    await on('one').ready();
    for (const platform of started) await platform.stop();

    // The remedy that it names for a secret that is lost.
    await test.database.deleteFrom('secretFingerprint').execute();
    await on('other').ready();
    const another = { PLATFORM_SECRET: 'a long text that nobody shares' };
    expect((await on('other', another).ended()).code).toBe(1);
    await test.stop();
  });
});

/** What it wrote besides its log lines. */
function sentence(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => line !== '' && !line.startsWith('{'));
  expect(lines).toHaveLength(1);
  return lines[0] ?? '';
}
