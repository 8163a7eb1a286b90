import { expect, test } from 'vitest';
import { SimulatedClock } from 'xstate';
import type { ByteTransport } from '../transport/byte-transport.ts';
import { NOTHING_PERSONAL, type RecordedEvent } from '../transport/session-recording.ts';
import { replaySession } from './replay.ts';

const SESSION: readonly RecordedEvent[] = [
  { kind: 'failed', at: 0, code: 'PORT_MISSING' },
  { kind: 'opened', at: 400 },
  { kind: 'out', at: 400, hex: '0102' },
  { kind: 'taken', at: 402 },
  { kind: 'in', at: 430, hex: '0304' },
  { kind: 'note', at: 430, text: 'boil' },
  { kind: 'note', at: 450, text: 'told boiling' },
  { kind: 'lost', at: 500, code: 'PORT_LOST' },
];

function play(events: readonly RecordedEvent[]) {
  const clock = new SimulatedClock();
  const notes: string[] = [];
  const {
    opener,
    heard: tell,
    ended,
  } = replaySession({
    recording: {
      header: {
        format: 'mengsuban-device-session',
        version: 2,
        class: 'kettle',
        model: 'any',
        made: {},
        begunAt: '2026-01-05T01:30:00Z',
      },
      events,
    },
    clock,
    redaction: NOTHING_PERSONAL,
    obey: (order) => notes.push(order),
  });
  const pass = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += 1) {
      clock.increment(1);
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const open = async (): Promise<ByteTransport> => {
    const opening = opener.open();
    await pass(401);
    return (await opening)._unsafeUnwrap();
  };
  return { opener, tell, ended, notes, pass, open };
}

test('the device says and does what it did, as long after what went before', async () => {
  const { opener, tell, ended, notes, pass, open } = play(SESSION);
  const first = opener.open();
  await pass(1);
  expect((await first)._unsafeUnwrapErr().code).toBe('PORT_MISSING');
  const line = await open();
  const heard: number[][] = [];
  let lost = '';
  line.onBytes((bytes) => heard.push([...bytes]));
  line.onLost(({ code }) => {
    lost = code;
  });
  // The recording waits for the driver, however long it takes.
  await pass(1000);
  expect(heard).toEqual([]);
  const written = line.write(Uint8Array.of(1, 2));
  await pass(29);
  expect((await written).isOk()).toBe(true);
  expect(heard).toEqual([]);
  await pass(3);
  expect({ heard, notes, lost }).toEqual({ heard: [[3, 4]], notes: ['boil'], lost: '' });
  await pass(100);
  expect(lost).toBe('');
  tell('told boiling');
  await pass(100);
  expect(lost).toBe('PORT_LOST');
  expect(await ended).toBeUndefined();
});

test.each([
  ['writes something else', Uint8Array.of(1, 3), /event 2: the driver wrote 0103, then 0102/],
  ['writes nothing', undefined, /event 2: the driver did not bring about "out"/],
])('a driver that %s is found out', async (_name, bytes, found) => {
  const { opener, ended, pass, open } = play(SESSION);
  void opener.open();
  await pass(1);
  const line = await open();
  if (bytes !== undefined) void line.write(bytes);
  else await pass(61_000);
  expect(await ended).toMatch(found);
});

test('a driver that does not open the line is found out', async () => {
  const { ended, pass } = play(SESSION.slice(1));
  await pass(61_000);
  expect(await ended).toMatch(/event 0: the driver did not open the line/);
});

test('a driver that tells something else, or nothing, is found out', async () => {
  const events: readonly RecordedEvent[] = [
    { kind: 'note', at: 0, text: 'boil' },
    { kind: 'note', at: 5, text: 'told boiling' },
  ];
  const other = play(events);
  await other.pass(1);
  other.tell('told cold');
  expect(await other.ended).toMatch(/event 1: the driver told "told cold", then "told boiling"/);
  const silent = play(events);
  await silent.pass(61_000);
  expect(await silent.ended).toMatch(/event 1: the driver did not bring about "told boiling"/);
});

test('what the driver tells besides is found out where its end was recorded, and unknown where that was cut off', async () => {
  const cutOff: readonly RecordedEvent[] = [{ kind: 'note', at: 0, text: 'boil' }];
  for (const [events, found] of [
    [cutOff, undefined],
    [[...cutOff, { kind: 'note', at: 1, text: 'stop' }], 'event 2: the driver told "told cold" besides'],
  ] as const) {
    const { tell, ended, pass } = play(events);
    tell('told cold');
    await pass(5);
    expect(await ended).toBe(found);
  }
});
