import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DeviceState } from '../device.ts';
import { openPty, type Pty } from '../emulation/pty.ts';
import { systemTimerClock } from '../supervision/timer-clock.ts';
import { serialOpener } from '../transport/serial.ts';
import { createSdtEmulator, type SdtEmulator, type SdtEmulatorOptions, type SdtLatency } from './emulator.ts';
import type { ReaderEvent } from './id-card-reader.ts';
import { encodeReply, SW3 } from './sdt-commands.ts';
import { createSdtReader, type SdtReader } from './sdt-driver.ts';
import { specimens } from './specimens.ts';

const QUICK: SdtLatency = { simpleMs: 0, findMs: 0, selectMs: 0, readMs: 0 };

let folder: string;
let pty: Pty;
let emulator: SdtEmulator;
let reader: SdtReader;
let events: ReaderEvent[];
let unwatch: (() => void) | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reader-'));
  pty = openPty({ link: join(folder, 'reader') });
  events = [];
});

afterEach(async () => {
  unwatch?.();
  await reader?.stop();
  emulator?.stop();
  pty.close();
  rmSync(folder, { recursive: true });
});

function emulate(options: Partial<SdtEmulatorOptions> = {}) {
  emulator = createSdtEmulator({ pty, specimens, latency: QUICK, ...options });
}

function start(now = systemTimerClock.now) {
  reader = createSdtReader({
    opener: serialOpener({ path: pty.link, baudRate: 115_200 }),
    clock: { ...systemTimerClock, now },
  });
  reader.start();
}

/** The next event of that kind, also one that has come already. */
function event<Kind extends ReaderEvent['kind']>(kind: Kind): Promise<Extract<ReaderEvent, { kind: Kind }>> {
  return until(() => {
    const index = events.findIndex((candidate) => candidate.kind === kind);
    if (index < 0) return undefined;
    const [found] = events.splice(0, index + 1).slice(-1);
    return found as Extract<ReaderEvent, { kind: Kind }>;
  });
}

const checks = new Set<() => void>();

function until<T>(look: () => T | undefined): Promise<T> {
  return new Promise((resolve) => {
    const check = () => {
      const value = look();
      if (value === undefined) return;
      checks.delete(check);
      resolve(value);
    };
    checks.add(check);
    check();
  });
}

function watch() {
  unwatch = reader.watchCards((next) => {
    events.push(next);
    for (const check of [...checks]) check();
  });
}

async function state(wanted: DeviceState) {
  if (reader.status().state === wanted) return;
  await new Promise<void>((resolve) => {
    const end = reader.onStatus((status) => {
      if (status.state !== wanted) return;
      end();
      resolve();
    });
  });
}

test.each(specimens.filter(({ quirk }) => ['none', 'long-term', 'rare-characters'].includes(quirk)))(
  'reads the card $specimenId as it is',
  async ({ specimenId, card }) => {
    emulate();
    start();
    watch();
    emulator.layCard(specimenId);
    await event('card-found');
    expect((await event('card-read')).result._unsafeUnwrap()).toEqual(card);
    expect(reader.cardPresent()).toBe(true);
    emulator.liftCard();
    await event('card-lifted');
    expect(reader.cardPresent()).toBe(false);
  },
);

test.each([
  ['resident-wrong-number', 'CARD_NUMBER_WRONG'],
  ['resident-expired', 'CARD_EXPIRED'],
  ['resident-unreadable', 'CARD_UNREADABLE'],
])('the card %s ends with %s, once, and its lifting is told', async (specimenId, code) => {
  emulate();
  start();
  watch();
  emulator.layCard(specimenId);
  expect((await event('card-read')).result._unsafeUnwrapErr()).toBe(code);
  await new Promise((resolve) => setTimeout(resolve, 1000));
  expect(events).toEqual([]);
  emulator.liftCard();
  await event('card-lifted');
});
