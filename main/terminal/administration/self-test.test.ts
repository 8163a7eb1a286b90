import { ok } from 'neverthrow';
import { afterEach, expect, test } from 'vitest';
import type { SelfTestView } from '#contract/terminal/administration.ts';
import { builtPrinter } from '../testing/built-printer.ts';
import { createScriptedPrinter, type ScriptedPrinter, settled } from '../testing/scripted-printer.ts';
import { openTestTerminal, removeFolders } from '../testing/test-terminal.ts';
import { selfTest } from './self-test.ts';

afterEach(removeFolders);

/** A terminal with this printer alone, under test. */
function begin(printer: ScriptedPrinter) {
  const { storage, outbox, time, rows } = openTestTerminal(printer);
  const device = builtPrinter(printer);
  const told: SelfTestView[] = [];
  const ended = selfTest({
    devices: { configured: () => [device.configuration], find: () => device, unfit: () => undefined },
    storage,
    outbox,
    platformFailure: () => undefined,
    terminalLabel: () => undefined,
    clock: time,
    timers: time,
    newKey: () => 'self-test-1',
    signal: new AbortController().signal,
    tell: (view) => told.push(view),
  });
  return { ended, time, told, rows };
}

test('a device that is busy the whole time has an outcome of its own, and the platform hears it', async () => {
  const printer = { ...createScriptedPrinter(), check: () => new Promise<never>(() => {}) };
  printer.set('busy');
  const { ended, time, told, rows } = begin(printer);
  await settled();
  expect(told.at(-1)?.items[0]).toMatchObject({ state: 'running' });
  time.advance(15_000);
  const view = await ended;
  expect(view).toMatchObject({ running: false, paper: 'none', handedIn: true });
  expect(view.items[0]).toMatchObject({ deviceId: 'printer', state: 'busy' });
  expect(view.items[0]).not.toHaveProperty('failure');
  const [record] = rows('SELECT body FROM outbox') as { body: string }[];
  expect(JSON.parse(record?.body ?? '{}').items[0]).toMatchObject({ passed: true, busy: true });
});

test('a report that does not get on paper in its time ends the test all the same', async () => {
  const printer = { ...createScriptedPrinter(), check: async () => ok('answered' as const) };
  const { ended, time, told } = begin(printer);
  await settled();
  expect(told.at(-1)).toMatchObject({ running: true, items: [{ state: 'passed' }, {}, {}] });
  expect(printer.presses).toHaveLength(1);
  time.advance(60_000);
  const view = await ended;
  expect(view).toMatchObject({ running: false, paper: 'failed', handedIn: true });
  expect(view.items[0]).toMatchObject({ state: 'failed', failure: 'PRINTER_FAULT' });
});
