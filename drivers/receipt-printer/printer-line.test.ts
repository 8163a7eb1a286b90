import { ok } from 'neverthrow';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { systemTimerClock } from '../supervision/timer-clock.ts';
import { createPrinterEmulator, type Paper } from './emulator.ts';
import * as escpos from './escpos-commands.ts';
import { createPrinterLine } from './printer-line.ts';
import { printerProfile } from './profiles.ts';
import { GOOD_CONDITION } from './status-codec.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A line to an emulated printer without a wire, which answers each question in real time after 10 ms. */
function lineTo(profile: ReturnType<typeof printerProfile>) {
  let heard: (bytes: Uint8Array) => void = () => {};
  const emulator = createPrinterEmulator({
    profile,
    send: (bytes) => heard(bytes),
    mmPerSecond: 100,
    answerMs: 10,
  });
  const transport = {
    write: async (bytes: Uint8Array) => {
      emulator.receive(bytes);
      return ok();
    },
    onBytes: (listener: typeof heard) => {
      heard = listener;
    },
    onLost: () => {},
    close: async () => {},
  };
  const line = createPrinterLine(transport, systemTimerClock, profile);
  const condition = async () => {
    const asked = line.condition();
    await vi.advanceTimersByTimeAsync(3_000);
    return (await asked)._unsafeUnwrap();
  };
  return { emulator, line, condition };
}

/** 5 mm of paper and the question behind it, which is answered 50 ms later. */
const feedAndAsk = Uint8Array.from([...escpos.feedDots(40), ...escpos.marker('GS I')]);

test.each<readonly [Paper, object]>([
  ['ok', {}],
  ['near-end', { paperNearEnd: true }],
])(
  'an answer to a marker that comes among answers without fixed bits is taken for none of them (paper: %s)',
  async (paper, differs) => {
    const { emulator, line, condition } = lineTo(printerProfile('escpos-80mm-gbk'));
    await condition();
    emulator.setPaper(paper);
    for (let before = 0; before <= 60; before += 4) {
      for (const markers of [1, 2]) {
        for (let marker = 0; marker < markers; marker += 1) await line.write(feedAndAsk, 1);
        await vi.advanceTimersByTimeAsync(before);
        expect(await condition(), `${before} ms behind ${markers}`).toEqual({
          ...GOOD_CONDITION,
          ...differs,
        });
        expect(line.markers().answered).toBe(line.markers().sent);
      }
    }
    emulator.stop();
  },
);
