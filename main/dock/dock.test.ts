import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createORPCClient, safe } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { ok } from 'neverthrow';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { type dockContract, dockStateSchema, type EmulatedDevice } from '#contract/dock/contract.ts';
import { createRatingPad } from '#drivers/rating-pad/pad-driver.ts';
import { readPadProfile } from '#drivers/rating-pad/profile-file.ts';
import { createEscposPrinter } from '#drivers/receipt-printer/escpos-driver.ts';
import { printerProfile } from '#drivers/receipt-printer/profiles.ts';
import type { ReceiptPrinter } from '#drivers/receipt-printer/receipt-printer.ts';
import { systemTimerClock } from '#drivers/supervision/timer-clock.ts';
import { serialOpener } from '#drivers/transport/serial.ts';

type Client = ContractRouterClient<typeof dockContract>;
type Ready = {
  url: string;
  devices: { deviceId: string; class: string; transport: { kind: string; path: string } }[];
};
type PrinterView = Extract<EmulatedDevice, { class: 'receipt-printer' }>;
type ReaderView = Extract<EmulatedDevice, { class: 'id-card-reader' }>;

const PAD_PROFILE = join(import.meta.dirname, '..', '..', 'config', 'rating-pads', 'push-xor.yaml');
const mainScript = join(import.meta.dirname, 'main.ts');
const reader = { deviceId: 'id-card-reader' };
const printer = { deviceId: 'receipt-printer' };

let folder: string;
let dock: ChildProcess;
let ready: Ready;
let socket: WebSocket;
let client: Client;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dock-'));
  mkdirSync(join(folder, 'page'));
  writeFileSync(join(folder, 'page', 'dock.html'), 'the dock');
  dock = spawn(process.execPath, [mainScript], {
    env: {
      DOCK_RUNTIME_DIR: join(folder, 'run'),
      DOCK_PAGE: join(folder, 'page'),
      DOCK_PRINTER_MM_PER_SECOND: '1000',
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
    },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  ready = await new Promise<Ready>((resolve) => dock.once('message', (message: Ready) => resolve(message)));
  const { cookie, origin } = await openPage(ready.url);
  socket = new WebSocket(`${origin.replace('http', 'ws')}/rpc`, { headers: { cookie, origin } });
  await new Promise((resolve) => socket.once('open', resolve));
  client = createORPCClient(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }));
});

afterEach(async () => {
  socket.terminate();
  if (dock.exitCode === null) {
    dock.kill('SIGTERM');
    await exitOf(dock);
  }
  rmSync(folder, { recursive: true });
});

async function openPage(url: string): Promise<{ cookie: string; origin: string }> {
  const answer = await fetch(url, { redirect: 'manual' });
  const [cookie = ''] = (answer.headers.get('set-cookie') ?? '').split(';');
  return { cookie, origin: new URL(url).origin };
}

function exitOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once('exit', resolve));
}

/** Where the serial lines are. */
function lines(): string[] {
  return ready.devices.flatMap(({ transport }) => (transport.kind === 'serial' ? [transport.path] : []));
}

/** The first state in the stream that is as wanted. */
async function seen<Class extends EmulatedDevice['class']>(
  deviceClass: Class,
  wanted: (device: Extract<EmulatedDevice, { class: Class }>) => boolean,
): Promise<Extract<EmulatedDevice, { class: Class }>> {
  for await (const state of await client.watch()) {
    for (const device of dockStateSchema.parse(state).devices) {
      if (isOfClass(device, deviceClass) && wanted(device)) return device;
    }
  }
  throw new Error('the stream ended');
}

function isOfClass<Class extends EmulatedDevice['class']>(
  device: EmulatedDevice,
  deviceClass: Class,
): device is Extract<EmulatedDevice, { class: Class }> {
  return device.class === deviceClass;
}

test('tells where its devices are, and serves its page to whoever has the address', async () => {
  expect(ready.devices.map((device) => device.class)).toEqual([
    'id-card-reader',
    'receipt-printer',
    'code-scanner',
    'rating-pad',
    'document-camera',
    'a4-printer',
  ]);
  for (const path of lines()) expect(existsSync(path)).toBe(true);
  const { cookie, origin } = await openPage(ready.url);
  expect(await (await fetch(origin, { headers: { cookie } })).text()).toBe('the dock');
  expect((await fetch(origin)).status).toBe(403);
});

describe('the reader', () => {
  test('a card is laid, exchanged and lifted', async () => {
    const { specimens } = await seen('id-card-reader', (device) => device.cardOnReader === null);
    expect(new Set(specimens.map((each) => each.kind)).size).toBe(4);
    for (const { specimenId } of specimens.slice(0, 2)) {
      await client.layCard({ ...reader, specimenId });
      await seen('id-card-reader', (device: ReaderView) => device.cardOnReader === specimenId);
    }
    await client.liftCard(reader);
    await seen('id-card-reader', (device: ReaderView) => device.cardOnReader === null);
  });

  test('unplugging takes its path away, plugging brings it back', async () => {
    const path = ready.devices[0]?.transport.path ?? '';
    await client.plug({ ...reader, plugged: false });
    await seen('id-card-reader', (device: ReaderView) => !device.plugged);
    expect(existsSync(path)).toBe(false);
    await client.plug({ ...reader, plugged: true });
    await seen('id-card-reader', (device: ReaderView) => device.plugged);
    expect(existsSync(path)).toBe(true);
  });
});

describe('the printer', () => {
  let driver: ReceiptPrinter;

  beforeEach(async () => {
    driver = createEscposPrinter({
      opener: serialOpener({ path: ready.devices[1]?.transport.path ?? '', baudRate: 115_200 }),
      profile: printerProfile('escpos-80mm'),
      clock: systemTimerClock,
    });
    driver.start();
    await driverIs((state) => state === 'ready');
  });
  afterEach(() => driver.stop());

  const driverIs = (wanted: (state: string, faults: readonly string[]) => boolean) =>
    new Promise<void>((resolve) => {
      const look = () => {
        const { state, faults } = driver.status();
        if (!wanted(state, faults)) return;
        end();
        resolve();
      };
      const end = driver.onStatus(look);
      look();
    });
  const print = (text: string) =>
    driver.print({ blocks: [{ kind: 'text', text, size: 2 }] }, { beforeFirstByte: () => undefined });

  test('what a program prints shows as a receipt', async () => {
    expect(await print('取号 A001')).toEqual(ok('answered'));
    const { receipts } = await seen('receipt-printer', (device: PrinterView) => device.receipts.length > 0);
    expect(receipts).toEqual([
      {
        number: 1,
        columns: 48,
        cut: true,
        parts: [
          {
            kind: 'text',
            align: 'left',
            runs: [{ text: '取号 A001', width: 2, height: 2, bold: false }],
          },
        ],
      },
    ]);
  });

  test('paper, cover and a spoiled wire reach the program at the other end', async () => {
    await client.setPaper({ ...printer, paper: 'out' });
    await seen('receipt-printer', (device: PrinterView) => device.paper === 'out');
    await driverIs((_state, faults) => faults[0] === 'PRINTER_PAPER_OUT');
    await client.setPaper({ ...printer, paper: 'ok' });
    await client.setCover({ ...printer, open: true });
    await driverIs((_state, faults) => faults[0] === 'PRINTER_COVER_OPEN');
    await client.setCover({ ...printer, open: false });
    await driverIs((state) => state === 'ready');
    // It is asked twice before anybody is told, and each time looked at twice with four questions.
    await client.spoil({ ...printer, fault: 'silence', times: 16 });
    await driverIs((_state, faults) => faults[0] === 'PRINTER_TIMEOUT');
    await driverIs((state) => state === 'ready');
    expect(driver.status().faults).toEqual([]);
  });

  test('a jammed cutter holds the receipt until it is mended', async () => {
    await client.setCutter({ ...printer, jammed: true });
    const printing = print('A001');
    await driverIs((_state, faults) => faults[0] === 'PRINTER_CUTTER_JAM');
    await client.setCutter({ ...printer, jammed: false });
    expect(await printing).toEqual(ok('answered'));
  });
});

test('a command for no device, another class or an unknown card is refused', async () => {
  const refusals = await Promise.all([
    safe(client.plug({ deviceId: 'nothing', plugged: true })),
    safe(client.layCard({ ...printer, specimenId: 'resident' })),
    safe(client.setPaper({ ...reader, paper: 'out' })),
    safe(client.layCard({ ...reader, specimenId: 'nobody' })),
    safe(client.spoil({ ...reader, fault: 'garbage', times: 0 })),
  ]);
  expect(refusals.map(({ error }) => error).every((error) => error !== null)).toBe(true);
  expect(refusals.map(({ error }) => (error instanceof Error && 'code' in error ? error.code : ''))).toEqual([
    'NOT_FOUND',
    'NOT_FOUND',
    'NOT_FOUND',
    'NOT_FOUND',
    'BAD_REQUEST',
  ]);
});

test.each(['SIGTERM', 'SIGINT', 'disconnect'] as const)(
  'ends on %s and takes its devices away',
  async (how) => {
    const exit = exitOf(dock);
    if (how === 'disconnect') dock.disconnect();
    else dock.kill(how);
    expect(await exit).toBe(0);
    for (const path of lines()) expect(existsSync(path)).toBe(false);
  },
);

test('a second one on the same port says so and leaves the devices of the first alone', async () => {
  const port = new URL(ready.url).port;
  const second = spawn(process.execPath, [mainScript], {
    env: { DOCK_RUNTIME_DIR: join(folder, 'run'), DOCK_PORT: port },
    stdio: 'ignore',
  });
  expect(await exitOf(second)).toBe(3);
  for (const path of lines()) expect(existsSync(path)).toBe(true);
});

test('a code is held before the scanner and taken away, and the pad has a key for each level', async () => {
  const scanner = { deviceId: 'code-scanner' };
  await client.showCode({ ...scanner, text: 'MSB1:abc' });
  await seen('code-scanner', (device) => device.inView === 'MSB1:abc');
  await client.takeCodeAway(scanner);
  await seen('code-scanner', (device) => device.inView === null);

  const pad = ready.devices.find((device) => device.class === 'rating-pad');
  const driver = createRatingPad({
    opener: serialOpener({ path: pad?.transport.path ?? '', baudRate: 9600 }),
    profile: readPadProfile(readFileSync(PAD_PROFILE, 'utf8'))._unsafeUnwrap(),
  });
  driver.start();
  await vi.waitUntil(() => driver.status().state === 'ready', 5000);
  const asked = driver.ask(new AbortController().signal);
  await seen('rating-pad', (device) => device.shows === 'question');
  await client.pressKey({ deviceId: 'rating-pad', level: 2 });
  expect(await asked).toEqual(ok({ level: 2 }));
  await driver.stop();
});
