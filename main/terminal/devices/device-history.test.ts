import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { createMemoryLog } from '../log/log.ts';
import { openStorage } from '../storage/open-storage.ts';
import { newFolder, removeFolders } from '../testing/test-terminal.ts';
import { createTestTime, type TestTime } from '../testing/test-time.ts';
import { createDeviceHistory } from './device-history.ts';

const DAY_MS = 24 * 60 * 60_000;
const log = createMemoryLog();

afterEach(removeFolders);

/** A history over a real database; opened again on the same folder it is a restart. */
function open(options: { readonly folder?: string; readonly time?: TestTime; readonly aheadMs?: number }) {
  const { folder = newFolder(), time = createTestTime() } = options;
  const storage = openStorage({ file: join(folder, 'terminal.sqlite'), clock: time, log });
  const history = createDeviceHistory({ storage, clock: time, clockAheadMs: () => options.aheadMs });
  const lose = () => history.remember('printer', { at: time.now(), state: 'lost', fault: 'PRINTER_LOST' });
  const mend = () => history.remember('printer', { at: time.now(), state: 'ready', fault: undefined });
  return { folder, time, storage, history, lose, mend };
}

test('a change is on the disk when it is remembered: nothing has to end well', () => {
  const { folder, lose, history } = open({});
  lose();
  // The first is never closed, as after a kill.
  expect(open({ folder }).history.of('printer')).toEqual(history.of('printer'));
  expect(history.of('printer')).toEqual([
    { at: '2026-11-21T02:00:00.000Z', state: 'lost', fault: 'PRINTER_LOST' },
  ]);
});

test('what every command is for a moment is not written, nor what is the same again', () => {
  const { history, mend, storage } = open({});
  mend();
  for (const state of ['busy', 'opening', 'probing'] as const)
    history.remember('printer', { at: 0, state, fault: undefined });
  mend();
  expect(history.of('printer')).toHaveLength(1);
  expect(storage.database.prepare('SELECT count(*) FROM device_change').pluck().get()).toBe(1);
});

test('a plug that is loose for days keeps no more than a hundred changes of its device, and all of another', () => {
  const { history, lose, mend, folder } = open({});
  history.remember('reader', { at: 1, state: 'ready', fault: undefined });
  for (let turn = 0; turn < 100; turn += 1) {
    lose();
    mend();
  }
  expect(history.of('printer')).toHaveLength(100);
  const after = open({ folder }).history;
  expect(after.of('printer')).toEqual(history.of('printer'));
  expect(after.of('reader')).toHaveLength(1);
});

test('what is older than thirty days goes, here and on the disk', () => {
  const { history, lose, mend, folder, time } = open({});
  lose();
  time.advance(20 * DAY_MS);
  mend();
  time.advance(11 * DAY_MS);
  history.cleanOut();
  expect(history.of('printer').map(({ state }) => state)).toEqual(['ready']);
  expect(open({ folder }).history.of('printer')).toHaveLength(1);
});

test('a wrong clock changes no order, and is told with what it stamped', () => {
  const { history, lose, folder } = open({ aheadMs: 3_600_000 });
  lose();
  const earlier = createTestTime(Date.parse('2026-11-21T01:00:00Z'));
  const mended = open({ folder, time: earlier });
  mended.mend();
  expect(history.of('printer')).toMatchObject([{ clockAheadSeconds: 3600 }]);
  const [last, first] = open({ folder }).history.of('printer');
  expect(last).toEqual({ at: '2026-11-21T01:00:00.000Z', state: 'ready' });
  expect(first).toMatchObject({ at: '2026-11-21T02:00:00.000Z', state: 'lost', clockAheadSeconds: 3600 });
});

test('a device that gives way to another leaves nothing', () => {
  const { history, lose, folder } = open({});
  lose();
  history.forget('printer');
  expect(history.of('printer')).toEqual([]);
  expect(open({ folder }).history.of('printer')).toEqual([]);
});

test('a failure that this release has no word for leaves its row out, and all others in', () => {
  const { folder, lose, mend, storage } = open({});
  lose();
  mend();
  storage.database.prepare("UPDATE device_change SET fault = 'PRINTER_HAUNTED' WHERE state = 'lost'").run();
  expect(
    open({ folder })
      .history.of('printer')
      .map(({ state }) => state),
  ).toEqual(['ready']);
});
