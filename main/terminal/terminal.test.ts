import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDefinedError, safe } from '@orpc/client';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { terminalContract } from '#contract/terminal/contract.ts';
import type { SessionView } from '#contract/terminal/session.ts';
import type { TerminalStatus } from '#contract/terminal/status.ts';
import { businessDateAt } from '#domain/time/hall-time.ts';
import { openPty, type Pty } from '#drivers/emulation/pty.ts';
import { createSdtEmulator, type SdtEmulator } from '#drivers/id-card-reader/emulator.ts';
import { specimens } from '#drivers/id-card-reader/specimens.ts';
import { createPrinterEmulator, type PrinterEmulator } from '#drivers/receipt-printer/emulator.ts';
import { printerProfile } from '#drivers/receipt-printer/profiles.ts';
import { connect, type SocketClient } from '../../tests/harness/socket-client.ts';
import { createLog, createMemoryLog, type FileLog } from './log/log.ts';
import { openStorage } from './storage/open-storage.ts';
import { startTerminal, type Terminal } from './terminal.ts';
import { fillDisk, mountTestDisk } from './test-disk.ts';
import { systemTimers, type Timers } from './timers.ts';

type Client = SocketClient<typeof terminalContract>['call'];

const clock = { now: () => Date.now() };
let folder: string;
let configurationFile: string;
let terminal: Terminal | undefined;
let log: FileLog;
let connections: { readonly close: () => void }[];
let ptys: Pty[];
let unmount: (() => void) | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'terminal-'));
  configurationFile = join(folder, 'terminal.yaml');
  connections = [];
  ptys = [];
});

afterEach(async () => {
  for (const connection of connections) connection.close();
  await stop();
  for (const pty of ptys) pty.close();
  unmount?.();
  unmount = undefined;
  rmSync(folder, { recursive: true });
});

/** A platform nobody listens for: what is tried here works with the network cut. */
const CONFIGURATION = ['dataDir: data', 'platform: { url: "http://127.0.0.1:9" }', 'devices:'];

function configure(...lines: string[]): void {
  writeFileSync(configurationFile, [...CONFIGURATION, ...lines, ''].join('\n'));
}

function device(id: string, deviceClass: string, model: string, path: string): string {
  return `  - { id: ${id}, class: ${deviceClass}, model: ${model}, transport: { kind: serial, path: "${path}" } }`;
}

async function stop(): Promise<void> {
  if (!terminal) return;
  await terminal.stop();
  log.close();
  terminal = undefined;
}

async function start(timers: Timers = systemTimers): Promise<Client> {
  log = createLog({ clock, stderr: false });
  terminal = (
    await startTerminal({
      configurationFile,
      port: 0,
      token: 'a-token-for-this-test',
      pageFolder: join(folder, 'page'),
      softwareVersion: '0.0.0',
      clock,
      timers,
      log,
      onDefect: (error) => {
        throw error;
      },
    })
  )._unsafeUnwrap();
  return another(terminal);
}

async function another({ url }: Terminal): Promise<Client> {
  const connection = await connect<typeof terminalContract>(url);
  connections.push(connection);
  return connection.call;
}

/** Follows a stream until what it shows is what is waited for. */
async function until<T>(stream: Promise<AsyncIterable<T>>, found: (value: T) => boolean): Promise<T> {
  for await (const value of await stream) if (found(value)) return value;
  throw new Error('the stream ended first');
}

const serving = (client: Client) =>
  until<TerminalStatus>(client.status.watch(), ({ phase }) => phase === 'serving');
const session = (client: Client, found: (view: SessionView) => boolean) =>
  until<SessionView>(client.session.watch(), found);

const databaseFile = () => join(folder, 'data', 'database', 'terminal.sqlite');

/** A terminal that has been with the platform before: it knows its hall and holds numbers. */
function seedHallAndNumbers(first: number, last: number): void {
  mkdirSync(join(folder, 'data', 'database'), { recursive: true });
  const storage = openStorage({ file: databaseFile(), clock, log: createMemoryLog() });
  const hall = {
    hallId: 'h1',
    version: 1,
    name: { 'zh-CN': '演示大厅' },
    counters: [{ counterId: 'c1', label: { 'zh-CN': '1号窗口' }, kind: 'general', queueIds: ['q1'] }],
    queues: [{ queueId: 'q1', prefix: 'A', name: { 'zh-CN': '综合' }, serviceMinutes: 8 }],
    services: [{ serviceId: 's1', parentId: null, name: { 'zh-CN': '社保' }, queueId: 'q1', position: 1 }],
  };
  storage.database
    .prepare('INSERT INTO hall (only, hall_id, version, body, stored_at) VALUES (1, ?, 1, ?, 0)')
    .run('h1', JSON.stringify(hall));
  storage.database
    .prepare('INSERT INTO lease VALUES (?, ?, ?, ?, ?, ?)')
    .run('l1', 'q1', businessDateAt(clock.now()), first, last, first);
  storage.close();
}

describe('without a good configuration', () => {
  test('the page shows file, line and field; the mended file brings the terminal up', async () => {
    configure(device('printer', 'receipt-printer', 'escpos-1m', '/dev/none'));
    const client = await start();
    const { maintenance } = await until<TerminalStatus>(
      client.status.watch(),
      ({ phase }) => phase === 'maintenance',
    );
    expect(maintenance).toEqual({
      code: 'CONFIGURATION_INVALID',
      details: [
        { label: 'file', value: configurationFile },
        { label: 'line', value: '4' },
        { label: 'field', value: 'devices[0].model' },
        { label: 'problem', value: 'unknown-value' },
      ],
      reference: expect.stringMatching(/^[2-9A-Z]{6}$/),
    });
    const [error] = await safe(client.queue.waiting({ serviceId: 's1' }));
    expect(error).toMatchObject({ code: 'HALL_UNKNOWN' });
    configure(device('printer', 'receipt-printer', 'escpos-80mm', '/dev/none'));
    const status = await serving(client);
    expect(status.maintenance).toBeUndefined();
    expect(status.devices).toMatchObject([{ deviceId: 'printer', class: 'receipt-printer' }]);
  });

  test('a file that comes into being later is taken too', async () => {
    const client = await start();
    await until<TerminalStatus>(client.status.watch(), ({ phase }) => phase === 'maintenance');
    configure('  []');
    expect((await serving(client)).maintenance).toBeUndefined();
  });

  test('a data folder that cannot be is maintenance; when it can, the terminal comes up by itself', async () => {
    writeFileSync(join(folder, 'data'), 'a file where the folder should be');
    configure('  []');
    const soon: Timers = { after: (milliseconds, run) => systemTimers.after(milliseconds / 50, run) };
    const client = await start(soon);
    const status = await until<TerminalStatus>(client.status.watch(), ({ phase }) => phase === 'maintenance');
    expect(status.maintenance).toMatchObject({
      code: 'STORAGE_FAILED',
      details: [{ label: 'path', value: join(folder, 'data') }],
    });
    rmSync(join(folder, 'data'));
    expect((await serving(client)).maintenance).toBeUndefined();
  });

  test('a damaged key file is named and left alone', async () => {
    configure('  []');
    mkdirSync(join(folder, 'data', 'keys'), { recursive: true });
    const keyFile = join(folder, 'data', 'keys', 'sealing.json');
    writeFileSync(keyFile, 'rubbish');
    const client = await start();
    const status = await until<TerminalStatus>(client.status.watch(), ({ phase }) => phase === 'maintenance');
    expect(status.maintenance?.details).toEqual([{ label: 'path', value: keyFile }]);
    expect(readFileSync(keyFile, 'utf8')).toBe('rubbish');
  });
});

test('a damaged database is laid aside and the administrator is told', async () => {
  configure('  []');
  mkdirSync(join(folder, 'data', 'database'), { recursive: true });
  writeFileSync(databaseFile(), 'rubbish'.repeat(3000));
  const { notices } = await serving(await start());
  expect(notices).toMatchObject([
    { code: 'DATABASE_DAMAGED', detail: expect.stringMatching(/terminal-damaged-.*\.sqlite$/) },
  ]);
});

describe('what the page asks', () => {
  test('outside a session is refused with a code and a reference that the log knows', async () => {
    configure('  []');
    const client = await start();
    await serving(client);
    const [error] = await safe(client.session.touch());
    expect(error).toMatchObject({ code: 'SESSION_ENDED' });
    const reference = isDefinedError(error) ? error.data.reference : '';
    const day = businessDateAt(clock.now());
    const text = readFileSync(join(folder, 'data', 'log', `terminal-${day}.jsonl`), 'utf8');
    expect(text).toContain(`"reference":"${reference}"`);
  });

  test('and does not fit the contract is refused, and the connection lives on', async () => {
    configure('  []');
    const client = await start();
    // A page of another version, or something that is no page of ours.
    const language = 'xx' as 'en';
    const [error] = await safe(client.session.start({ language }));
    expect(error).toMatchObject({ code: 'BAD_REQUEST' });
    await client.session.start({ language: 'en' });
    expect(await session(client, ({ phase }) => phase === 'active')).toMatchObject({ language: 'en' });
  });

  test('is seen by a second page at once, and the end wipes both', async () => {
    configure('  []');
    const one = await start();
    if (!terminal) throw new Error('not started');
    const other = await another(terminal);
    await one.session.start({ language: 'zh-CN' });
    await session(other, ({ phase }) => phase === 'active');
    await other.session.end({ reason: 'exit' });
    expect(await session(one, ({ phase }) => phase === 'attract')).toEqual({
      phase: 'attract',
      cardOnReader: false,
    });
  });
});

describe('a ticket with the platform out of reach', () => {
  let emulator: PrinterEmulator;

  beforeEach(() => {
    seedHallAndNumbers(17, 18);
    const pty = openPty({ link: join(folder, 'printer') });
    ptys.push(pty);
    emulator = createPrinterEmulator({ profile: printerProfile('escpos-80mm'), send: pty.send });
    pty.onBytes(emulator.receive);
    configure(device('printer', 'receipt-printer', 'escpos-80mm', join(folder, 'printer')));
  });

  afterEach(() => emulator.stop());

  const printerIs = (client: Client, state: string) =>
    until<TerminalStatus>(client.status.watch(), ({ devices }) => devices[0]?.state === state);

  const paperIs = (client: Client, state: string) =>
    session(client, (view) => view.phase === 'active' && view.ticket?.print.state === state);

  test('has its number from the lease, is printed once and confirmed', async () => {
    const client = await start();
    await printerIs(client, 'ready');
    await client.session.start({ language: 'zh-CN' });
    const requestKey = crypto.randomUUID();
    const ticket = await client.queue.take({ serviceId: 's1', requestKey });
    expect(ticket).toMatchObject({ label: 'A017', waiting: { ahead: 0, complete: false } });
    expect(await client.queue.take({ serviceId: 's1', requestKey })).toMatchObject({ label: 'A017' });
    await paperIs(client, 'confirmed');
    expect(receiptTexts(emulator)).toEqual([expect.stringContaining('A017')]);
  });

  test('survives the service: the next number goes on', async () => {
    const before = await start();
    await before.session.start({ language: 'zh-CN' });
    expect(await before.queue.take({ serviceId: 's1', requestKey: crypto.randomUUID() })).toMatchObject({
      label: 'A017',
    });
    await stop();
    const after = await start();
    await serving(after);
    expect(await session(after, () => true)).toEqual({ phase: 'attract', cardOnReader: false });
    await after.session.start({ language: 'zh-CN' });
    expect(await after.queue.take({ serviceId: 's1', requestKey: crypto.randomUUID() })).toMatchObject({
      label: 'A018',
    });
    const [error] = await safe(after.queue.take({ serviceId: 's1', requestKey: crypto.randomUUID() }));
    expect(error).toMatchObject({ code: 'NUMBERS_USED_UP' });
  });

  test('is shown while the paper is out, and printed when it is back', async () => {
    emulator.setPaper('out');
    const client = await start();
    await printerIs(client, 'faulted');
    await client.session.start({ language: 'en' });
    await client.queue.take({ serviceId: 's1', requestKey: crypto.randomUUID() });
    const waiting = await paperIs(client, 'queued');
    expect(waiting).toMatchObject({ ticket: { print: { reason: 'PRINTER_PAPER_OUT' } } });
    emulator.setPaper('ok');
    await paperIs(client, 'confirmed');
    expect(receiptTexts(emulator)).toHaveLength(1);
  });
});

test('on a full disk there is no ticket and no print; with room again there is', async (context) => {
  const dataDir = join(folder, 'data');
  mkdirSync(dataDir);
  const disk = mountTestDisk(dataDir, '2m');
  if (!disk) {
    context.skip('mounting is not allowed here');
    return;
  }
  unmount = disk.unmount;
  seedHallAndNumbers(1, 9);
  const pty = openPty({ link: join(folder, 'printer') });
  ptys.push(pty);
  const emulator = createPrinterEmulator({ profile: printerProfile('escpos-80mm'), send: pty.send });
  onTestFinished(emulator.stop);
  pty.onBytes(emulator.receive);
  configure(device('printer', 'receipt-printer', 'escpos-80mm', join(folder, 'printer')));
  const client = await start();
  await until<TerminalStatus>(client.status.watch(), ({ devices }) => devices[0]?.state === 'ready');
  await client.session.start({ language: 'zh-CN' });
  fillDisk(join(dataDir, 'filler'));

  const requestKey = crypto.randomUUID();
  const [error] = await safe(client.queue.take({ serviceId: 's1', requestKey }));
  expect(error).toMatchObject({ code: 'STORAGE_FULL' });
  expect(await session(client, () => true)).not.toHaveProperty('ticket');
  expect(emulator.state().receipts).toEqual([]);

  rmSync(join(dataDir, 'filler'));
  expect(await client.queue.take({ serviceId: 's1', requestKey })).toMatchObject({ label: 'A001' });
  await session(client, (view) => view.phase === 'active' && view.ticket?.print.state === 'confirmed');
  expect(receiptTexts(emulator)).toHaveLength(1);
});

test('a disk that is full from the start is maintenance; with room the terminal comes up by itself', async (context) => {
  const dataDir = join(folder, 'data');
  mkdirSync(dataDir);
  const disk = mountTestDisk(dataDir, '1m');
  if (!disk) {
    context.skip('mounting is not allowed here');
    return;
  }
  unmount = disk.unmount;
  fillDisk(join(dataDir, 'filler'));
  configure('  []');
  const soon: Timers = { after: (milliseconds, run) => systemTimers.after(milliseconds / 50, run) };
  const client = await start(soon);
  const { maintenance } = await until<TerminalStatus>(
    client.status.watch(),
    ({ phase }) => phase === 'maintenance',
  );
  expect(maintenance?.code).toBe('STORAGE_FULL');
  rmSync(join(dataDir, 'filler'));
  expect((await serving(client)).maintenance).toBeUndefined();
});

test('with room for the database but none for the keys it is maintenance as well', async (context) => {
  const keyFolder = join(folder, 'data', 'keys');
  mkdirSync(keyFolder, { recursive: true });
  const disk = mountTestDisk(keyFolder, '64k');
  if (!disk) {
    context.skip('mounting is not allowed here');
    return;
  }
  unmount = disk.unmount;
  configure('  []');
  await serving(await start());
  await stop();
  fillDisk(join(keyFolder, 'filler'));
  const soon: Timers = { after: (milliseconds, run) => systemTimers.after(milliseconds / 50, run) };
  const client = await start(soon);
  const { maintenance } = await until<TerminalStatus>(
    client.status.watch(),
    ({ phase }) => phase === 'maintenance',
  );
  expect(maintenance?.code).toBe('STORAGE_FULL');
  rmSync(join(keyFolder, 'filler'));
  expect((await serving(client)).maintenance).toBeUndefined();
});

describe('an ID card', () => {
  let pty: Pty;
  let reader: SdtEmulator;

  beforeEach(() => {
    seedHallAndNumbers(1, 9);
    pty = openPty({ link: join(folder, 'reader') });
    ptys.push(pty);
    reader = createSdtEmulator({
      pty,
      specimens,
      latency: { simpleMs: 0, findMs: 0, selectMs: 0, readMs: 20 },
    });
    configure(device('reader', 'id-card-reader', 'sdt', join(folder, 'reader')));
  });

  afterEach(() => reader.stop());

  const readerIs = (client: Client, state: string) =>
    until<TerminalStatus>(client.status.watch(), ({ devices }) => devices[0]?.state === state);

  const identityIs = (client: Client, state: string) =>
    session(client, (view) => view.phase === 'active' && view.identity.state === state);

  async function identify(client: Client, specimenId: string) {
    await client.session.start({ language: 'zh-CN' });
    await client.identity.begin();
    reader.layCard(specimenId);
    const view = await identityIs(client, 'known');
    if (view.phase !== 'active') throw new Error('the session has ended');
    return view;
  }

  test('makes the citizen known, masked; his ticket is found again by the card, and by no other', async () => {
    const client = await start();
    await readerIs(client, 'ready');
    expect(await identify(client, 'resident')).toMatchObject({
      identity: { person: { maskedName: '王*例', maskedNumber: expect.stringMatching(/^15\*{14}\d[\dX]$/) } },
      earlierTickets: [],
    });
    await client.queue.take({ serviceId: 's1', requestKey: crypto.randomUUID() });
    await client.session.end({ reason: 'finished' });
    reader.liftCard();
    await session(client, (view) => !view.cardOnReader);
    expect(await identify(client, 'resident-mongol')).toMatchObject({ earlierTickets: [] });
    await client.session.end({ reason: 'finished' });
    reader.liftCard();
    await session(client, (view) => !view.cardOnReader);
    expect(await identify(client, 'resident')).toMatchObject({ earlierTickets: [{ label: 'A001' }] });
  });

  test("of somebody else, refused as such: the next ticket is nobody's, and his own are not shown", async () => {
    const client = await start();
    await readerIs(client, 'ready');
    await identify(client, 'resident');
    await client.queue.take({ serviceId: 's1', requestKey: crypto.randomUUID() });
    await client.session.end({ reason: 'finished' });
    reader.liftCard();
    await session(client, (view) => !view.cardOnReader);
    expect(await identify(client, 'resident')).toMatchObject({ earlierTickets: [{ label: 'A001' }] });
    // "Not me", then "without card".
    await client.identity.begin();
    expect(await identityIs(client, 'waiting')).toMatchObject({ earlierTickets: [] });
    await client.identity.cancel();
    expect(await client.queue.take({ serviceId: 's1', requestKey: crypto.randomUUID() })).toMatchObject({
      label: 'A002',
    });
    await client.session.end({ reason: 'finished' });
    reader.liftCard();
    await session(client, (view) => !view.cardOnReader);
    const { earlierTickets } = await identify(client, 'resident');
    expect(earlierTickets.map(({ label }) => label)).toEqual(['A001']);
  });

  test('that was forgotten is told in the attract screen until it is lifted', async () => {
    const client = await start();
    await readerIs(client, 'ready');
    await identify(client, 'resident');
    await client.session.end({ reason: 'exit' });
    expect(await session(client, ({ phase }) => phase === 'attract')).toEqual({
      phase: 'attract',
      cardOnReader: true,
    });
    reader.liftCard();
    await session(client, (view) => !view.cardOnReader);
  });

  /** A citizen has gone and his card lies there; the next one asks to be read. */
  async function nextCitizenAsks(client: Client): Promise<void> {
    await client.session.start({ language: 'en' });
    await client.identity.begin();
    expect(await session(client, (view) => view.cardOnReader)).toMatchObject({
      identity: { state: 'waiting', failure: 'CARD_REMOVED' },
    });
    // Time enough for the reader to look several times.
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(await session(client, () => true)).toMatchObject({
      identity: { state: 'waiting', failure: 'CARD_REMOVED' },
      earlierTickets: [],
    });
    reader.liftCard();
    await session(client, (view) => !view.cardOnReader);
    reader.layCard('resident-mongol');
    expect(await identityIs(client, 'known')).toMatchObject({
      identity: { person: { maskedName: '样***格' } },
    });
  }

  test("that was forgotten is not the next citizen's, though the reader is unplugged and plugged in", async () => {
    const client = await start();
    await readerIs(client, 'ready');
    await identify(client, 'resident');
    await client.session.end({ reason: 'exit' });
    pty.unplug();
    await readerIs(client, 'lost');
    pty.plug();
    await readerIs(client, 'ready');
    await nextCitizenAsks(client);
  });

  test("that was forgotten is not the next citizen's, though he asks before the reader fails", async () => {
    const client = await start();
    await readerIs(client, 'ready');
    await identify(client, 'resident');
    await client.session.end({ reason: 'exit' });
    await client.session.start({ language: 'en' });
    await client.identity.begin();
    pty.unplug();
    await readerIs(client, 'lost');
    pty.plug();
    await readerIs(client, 'ready');
    await nextCitizenAsks(client);
  });

  test("that was forgotten is not the next citizen's, though the service begins anew", async () => {
    const before = await start();
    await readerIs(before, 'ready');
    await identify(before, 'resident');
    await stop();
    const after = await start();
    await readerIs(after, 'ready');
    await nextCitizenAsks(after);
  });

  test('leaves neither name nor number in any file', async () => {
    const client = await start();
    await readerIs(client, 'ready');
    await identify(client, 'resident');
    await client.queue.take({ serviceId: 's1', requestKey: crypto.randomUUID() });
    await client.session.end({ reason: 'exit' });
    await stop();
    const files = readdirSync(join(folder, 'data'), { recursive: true, withFileTypes: true }).filter(
      (entry) => entry.isFile(),
    );
    expect(files.length).toBeGreaterThan(3);
    const card = specimens.find(({ specimenId }) => specimenId === 'resident')?.card;
    for (const { parentPath, name } of files) {
      const bytes = readFileSync(join(parentPath, name));
      for (const secret of [card?.name ?? '?', card?.number ?? '?']) {
        for (const encoding of ['utf8', 'utf16le'] as const) {
          expect({ name, holds: bytes.includes(Buffer.from(secret, encoding)) }).toEqual({
            name,
            holds: false,
          });
        }
      }
    }
  });

  test('taken away while it is read, then laid again', async () => {
    reader.onCommand((name) => {
      if (name === 'select') reader.liftCard();
    });
    const client = await start();
    await readerIs(client, 'ready');
    await client.session.start({ language: 'zh-CN' });
    await client.identity.begin();
    reader.layCard('resident');
    await session(client, (view) => view.phase === 'active' && 'failure' in view.identity);
    reader.onCommand(() => undefined);
    reader.layCard('resident');
    expect(await identityIs(client, 'known')).toMatchObject({ cardOnReader: true });
  });

  test('with the reader unplugged: said at once, and it goes on when it is plugged in again', async () => {
    const client = await start();
    await readerIs(client, 'ready');
    await client.session.start({ language: 'zh-CN' });
    await client.identity.begin();
    pty.unplug();
    await session(
      client,
      (view) =>
        view.phase === 'active' &&
        view.identity.state === 'waiting' &&
        view.identity.failure === 'READER_LOST',
    );
    const [error] = await safe(client.identity.begin());
    expect(error).toMatchObject({ code: 'READER_LOST' });
    pty.plug();
    await readerIs(client, 'ready');
    reader.layCard('resident');
    await identityIs(client, 'known');
  });
});

function receiptTexts(emulator: PrinterEmulator): string[] {
  return emulator.state().receipts.map(({ parts }) => JSON.stringify(parts));
}
