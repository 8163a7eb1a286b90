import { ok } from 'neverthrow';
import { expect, test } from 'vitest';
import { SimulatedClock } from 'xstate';
import type { ByteTransport } from '../transport/byte-transport.ts';
import { createPadCodec, type PadMessage } from './pad-codec.ts';
import { createPadLine } from './pad-line.ts';
import { goldenBytes } from './testing/golden-pads.ts';
import { shippedProfile } from './testing/shipped-profile.ts';

const ACKNOWLEDGED = goldenBytes('AA 55 02 80 00 82');
const never = new AbortController().signal;

/** A line whose writes end when the test says so. */
function open() {
  const profile = shippedProfile('push-xor');
  const clock = new SimulatedClock();
  let hear: (bytes: Uint8Array) => void = () => {};
  const writes: (() => void)[] = [];
  const garbled: number[] = [];
  const transport: ByteTransport = {
    write: () => new Promise((resolve) => writes.push(() => resolve(ok()))),
    onBytes: (listener) => {
      hear = listener;
    },
    onLost: () => {},
    close: async () => {},
  };
  const line = createPadLine({
    transport,
    profile,
    codec: createPadCodec(profile),
    clock: {
      now: () => clock.now(),
      setTimeout: (work, ms) => clock.setTimeout(work, ms),
      clearTimeout: (timer: number) => clock.clearTimeout(timer),
    },
    onMessage: () => {},
    onGarbled: (bytes) => garbled.push(bytes),
  });
  const acknowledged = ({ acknowledges }: PadMessage) => acknowledges;
  return {
    clock,
    garbled,
    hear: (bytes: Uint8Array) => hear(bytes),
    order: (signal = never) => line.exchange('begin', {}, acknowledged, signal),
    /** The system says that all is out. */
    written: async () => {
      for (const end of writes.splice(0)) end();
      for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
    },
  };
}

test('an answer that is here before the write has ended does not cut the next exchange short', async () => {
  const { clock, hear, order, written } = open();
  const first = order();
  hear(ACKNOWLEDGED);
  expect((await first).isOk()).toBe(true);
  await written();
  clock.increment(200);
  const second = order();
  await written();
  // 200 ms and these would be more than an answer may take.
  clock.increment(250);
  hear(ACKNOWLEDGED);
  expect((await second).isOk()).toBe(true);
});

test('no answer is silence, bytes without message are garbled, and an end is a loss', async () => {
  const { clock, hear, order, written, garbled } = open();
  const silent = order();
  await written();
  clock.increment(1000);
  expect((await silent)._unsafeUnwrapErr()).toBe('silent');

  const noise = order();
  await written();
  hear(Uint8Array.of(1, 2, 3));
  clock.increment(1000);
  expect((await noise)._unsafeUnwrapErr()).toBe('garbled');
  expect(garbled).toEqual([3]);

  const ending = new AbortController();
  const cut = order(ending.signal);
  ending.abort();
  expect((await cut)._unsafeUnwrapErr()).toBe('lost');
  expect((await order(ending.signal))._unsafeUnwrapErr()).toBe('lost');
});

test('a press that comes instead of the answer is no bad answer', async () => {
  const { clock, hear, order, written } = open();
  const asked = order();
  await written();
  hear(goldenBytes('AA 55 02 81 05 86'));
  clock.increment(1000);
  expect((await asked)._unsafeUnwrapErr()).toBe('silent');
});
