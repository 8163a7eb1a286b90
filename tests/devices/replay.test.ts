import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SimulatedClock } from 'xstate';
import { readRecording, replaySession } from '#drivers/emulation/replay.ts';
import { redactions } from '#drivers/redactions.ts';
import { recordedClasses } from './recorded-devices.ts';

const folder = join(import.meta.dirname, 'recordings');
const files = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));

/** A session of minutes in a moment: time passes whenever everything that can happen now has happened. */
async function quickly<T>(clock: SimulatedClock, ended: Promise<T>): Promise<T> {
  const unfinished = Symbol('unfinished');
  for (;;) {
    const first = await Promise.race([ended, new Promise((resolve) => setImmediate(resolve, unfinished))]);
    if (first !== unfinished) return ended;
    clock.increment(1);
  }
}

test.each(files)('%s: the driver walks through it as it did then', async (file) => {
  const recording = readRecording(readFileSync(join(folder, file), 'utf8'));
  const recorded = recordedClasses[recording.header.class];
  const redaction = redactions[recording.header.class];
  if (recorded === undefined || redaction === undefined)
    throw new Error(`no class ${recording.header.class}`);
  const clock = new SimulatedClock();
  const told: string[] = [];
  const then: string[] = [];
  const replay = replaySession({
    recording,
    clock,
    redaction,
    onNote: (text) => {
      if (text.startsWith('told ')) then.push(text.slice('told '.length));
      else if (text === 'stop') void device.stop();
      else obey(text);
    },
  });
  const { device, obey } = recorded.create(replay.opener, clock, (text) => told.push(text));
  device.start();
  expect(await quickly(clock, replay.ended)).toBeUndefined();
  expect(told).toEqual(then);
});
