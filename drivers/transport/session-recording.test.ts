import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { err, ok } from 'neverthrow';
import { expect, onTestFinished, test } from 'vitest';
import { readRecording } from '../emulation/replay.ts';
import type { ByteTransport, TransportError, TransportOpener } from './byte-transport.ts';
import { recordToFolder } from './recording-file.ts';
import { NOTHING_PERSONAL, type Redaction, recordSession, type StreamRedactor } from './session-recording.ts';

const LOST: TransportError = { code: 'PORT_LOST', detail: 'pulled' };

function scene(redaction: Redaction, most = Number.POSITIVE_INFINITY) {
  let now = 1000;
  let there = true;
  let hear: (bytes: Uint8Array) => void = () => {};
  let lose: (error: TransportError) => void = () => {};
  const lines: string[] = [];
  const transport: ByteTransport = {
    write: async () => ok(),
    onBytes: (listener) => {
      hear = listener;
    },
    onLost: (listener) => {
      lose = listener;
    },
    close: async () => {},
  };
  const opener: TransportOpener = {
    description: 'a line',
    baudRate: 9600,
    open: async () => (there ? ok(transport) : err({ code: 'PORT_MISSING', detail: 'away' })),
  };
  const recorder = recordSession({
    opener,
    header: { class: 'kettle', model: 'any', made: { whistles: true } },
    redaction,
    clock: { now: () => now },
    write: (line) => lines.length < most && lines.push(line) > 0,
  });
  return {
    recorder,
    hear: (...bytes: number[]) => hear(Uint8Array.from(bytes)),
    lose: () => lose(LOST),
    setThere: (is: boolean) => {
      there = is;
    },
    pass: (ms: number) => {
      now += ms;
    },
    recorded: () => readRecording(lines.join('\n')).events,
    header: () => readRecording(lines.join('\n')).header,
  };
}

/** Holds three bytes back at a time and gives them as zeros. */
function inThrees(): StreamRedactor {
  let held = 0;
  return {
    push: ({ length }) => {
      held += length;
      const given = held - (held % 3);
      held -= given;
      return new Uint8Array(given);
    },
    flush: () => {
      const given = held;
      held = 0;
      return new Uint8Array(given);
    },
  };
}

test('a session is recorded in order with its times, and the driver notices nothing', async () => {
  const { recorder, hear, lose, setThere, pass, recorded, header } = scene(NOTHING_PERSONAL);
  setThere(false);
  for (let attempt = 0; attempt < 3; attempt += 1) await recorder.opener.open();
  setThere(true);
  pass(500);
  const line = (await recorder.opener.open())._unsafeUnwrap();
  const heard: number[] = [];
  let lost = '';
  line.onBytes((bytes) => heard.push(...bytes));
  line.onLost(({ code }) => {
    lost = code;
  });
  await line.write(Uint8Array.of(1, 2));
  pass(20);
  hear(3, 4);
  recorder.note({ text: 'state ready' });
  lose();
  await line.close();
  const again = (await recorder.opener.open())._unsafeUnwrap();
  await again.close();
  expect(recorded()).toEqual([
    { kind: 'failed', at: 0, code: 'PORT_MISSING' },
    { kind: 'opened', at: 500 },
    { kind: 'out', at: 500, hex: '0102' },
    { kind: 'taken', at: 500 },
    { kind: 'in', at: 520, hex: '0304' },
    { kind: 'note', at: 520, text: 'state ready' },
    { kind: 'lost', at: 520, code: 'PORT_LOST' },
    { kind: 'opened', at: 520 },
    { kind: 'closed', at: 520 },
  ]);
  expect(header()).toMatchObject({
    class: 'kettle',
    model: 'any',
    made: { whistles: true },
    baudRate: 9600,
    begunAt: '1970-01-01T00:00:01.000Z',
  });
  expect({ heard, lost }).toEqual({ heard: [3, 4], lost: 'PORT_LOST' });
});

test('bytes whose redaction waits for more keep their chunks, times and order; the driver has them at once', async () => {
  const { recorder, hear, pass, recorded } = scene({ ...NOTHING_PERSONAL, incoming: inThrees });
  const line = (await recorder.opener.open())._unsafeUnwrap();
  const heard: number[] = [];
  line.onBytes((bytes) => heard.push(...bytes));
  hear(7, 7);
  recorder.note({ text: 'between' });
  expect(heard).toEqual([7, 7]);
  expect(recorded().map(({ kind }) => kind)).toEqual(['opened']);
  pass(5);
  hear(7, 7, 7);
  expect(recorded().slice(1)).toEqual([
    { kind: 'in', at: 0, hex: '0000' },
    { kind: 'note', at: 0, text: 'between' },
  ]);
  await line.write(Uint8Array.of(1));
  expect(recorded().slice(3)).toEqual([
    { kind: 'in', at: 5, hex: '000000' },
    { kind: 'out', at: 5, hex: '01' },
    { kind: 'taken', at: 5 },
  ]);
});

test('a recording file is its owner’s alone; trouble with it is told once and does not disturb the device', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'recording-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const troubles: string[] = [];
  const record = (at: string) =>
    recordToFolder({
      folder: at,
      deviceId: 'kettle-1',
      opener: {
        description: 'nothing',
        baudRate: undefined,
        open: async () => err({ code: 'PORT_MISSING', detail: 'away' }),
      },
      header: { class: 'kettle', model: 'any', made: { whistles: true } },
      redaction: NOTHING_PERSONAL,
      clock: { now: () => Date.parse('2026-01-05T01:30:00Z') },
      onEnd: (why) => troubles.push(why),
    });
  const first = record(folder);
  first.note({ text: 'one' });
  await first.close();
  const path = join(folder, 'kettle-1-2026-01-05T01-30-00-000Z.jsonl');
  expect(readRecording(readFileSync(path, 'utf8')).events).toEqual([{ kind: 'note', at: 0, text: 'one' }]);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(troubles).toEqual([]);

  const nowhere = record(join(path, 'no-folder'));
  nowhere.note({ text: 'two' });
  expect((await nowhere.opener.open())._unsafeUnwrapErr().code).toBe('PORT_MISSING');
  await nowhere.close();
  nowhere.note({ text: 'three' });
  expect(troubles).toEqual(['disk']);
  // One that is there is not overwritten either.
  await record(folder).close();
  expect(troubles).toEqual(['disk', 'disk']);
  expect(readFileSync(path, 'utf8')).toContain('one');
});

test('a recording that nobody takes any more leaves the line alone, and ends after a day', async () => {
  const { recorder, hear, recorded } = scene(NOTHING_PERSONAL, 3);
  const line = (await recorder.opener.open())._unsafeUnwrap();
  const heard: number[] = [];
  line.onBytes((bytes) => heard.push(...bytes));
  for (const byte of [1, 2, 3]) {
    hear(byte);
    expect((await line.write(Uint8Array.of(byte))).isOk()).toBe(true);
  }
  expect(heard).toEqual([1, 2, 3]);
  expect(recorded().map(({ kind }) => kind)).toEqual(['opened', 'in']);

  const folder = mkdtempSync(join(tmpdir(), 'recording-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  let now = Date.parse('2026-01-05T01:30:00Z');
  const ends: string[] = [];
  const long = recordToFolder({
    folder,
    deviceId: 'kettle-1',
    opener: recorder.opener,
    header: { class: 'kettle', model: 'any', made: {} },
    redaction: NOTHING_PERSONAL,
    clock: { now: () => now },
    onEnd: (why) => ends.push(why),
  });
  now += 23 * 3_600_000;
  long.note({ text: 'before' });
  now += 2 * 3_600_000;
  long.note({ text: 'after' });
  long.note({ text: 'later' });
  await long.close();
  expect(ends).toEqual(['time']);
  expect(readRecording(readFileSync(long.file, 'utf8')).events.map(({ at }) => at)).toEqual([23 * 3_600_000]);
});

test('of all recordings of a terminal the latest stay', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'recording-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (let day = 10; day < 22; day += 1) {
    const { close } = recordToFolder({
      folder,
      // Their names are in another order than their times.
      deviceId: `kettle-${30 - day}`,
      opener: scene(NOTHING_PERSONAL).recorder.opener,
      header: { class: 'kettle', model: 'any', made: {} },
      redaction: NOTHING_PERSONAL,
      clock: { now: () => Date.parse(`2026-01-${day}T01:30:00Z`) },
      onEnd: () => undefined,
    });
    await close();
  }
  const days = readdirSync(folder).map((name) => /2026-01-(\d\d)/.exec(name)?.[1]);
  expect(new Set(days)).toEqual(new Set(['14', '15', '16', '17', '18', '19', '20', '21']));
});
