import { ok } from 'neverthrow';
import { expect, test } from 'vitest';
import { SimulatedClock } from 'xstate';
import type { ByteTransport } from '../transport/byte-transport.ts';
import { encodeReply, SW3, sdtCommands } from './sdt-commands.ts';
import { encodeReading } from './sdt-reading-layout.ts';
import { createSdtSession } from './sdt-session.ts';

const REPLY = encodeReply({
  sw3: SW3.ok,
  data: encodeReading({ text: new Uint8Array(256), photo: new Uint8Array(1024) }),
});

/** A session over a line whose other end says what it is told to say. */
function open() {
  let hear: (bytes: Uint8Array) => void = () => {};
  let questions = 0;
  const transport: ByteTransport = {
    write: async () => {
      questions += 1;
      return ok();
    },
    onBytes: (listener) => {
      hear = listener;
    },
    onLost: () => undefined,
    close: async () => undefined,
  };
  const clock = new SimulatedClock();
  const session = createSdtSession(transport, clock);
  const asked = session.exchange(sdtCommands.read, new AbortController().signal);
  return { clock, asked, say: (bytes: Uint8Array) => hear(bytes), questions: () => questions };
}

test('a reply that stands still for half a second in its middle is waited for', async () => {
  const { clock, asked, say, questions } = open();
  for (const part of [REPLY.subarray(0, 400), REPLY.subarray(400, 401), REPLY.subarray(401)]) {
    say(part);
    clock.increment(500);
  }
  expect((await asked)._unsafeUnwrap().sw3).toBe(SW3.ok);
  expect(questions()).toBe(1);
});

test('a reply that was cut off ends as garbled long before its time, and noise sooner', async () => {
  const cut = open();
  cut.say(REPLY.subarray(0, 400));
  cut.clock.increment(600);
  expect((await cut.asked)._unsafeUnwrapErr()).toBe('garbled');
  const noise = open();
  noise.say(Uint8Array.of(1, 2, 3));
  noise.clock.increment(150);
  expect((await noise.asked)._unsafeUnwrapErr()).toBe('garbled');
});
