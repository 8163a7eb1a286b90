import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createPrinterEmulator } from './emulator.ts';
import * as escpos from './escpos-commands.ts';
import { printerProfile } from './profiles.ts';
import {
  conditionFromAnswers,
  createStatusDecoder,
  GOOD_CONDITION,
  type PrinterMessage,
} from './status-codec.ts';

const decode = (bytes: Uint8Array) => createStatusDecoder().decode(bytes);
const bytesOf = (message: PrinterMessage): number[] => {
  switch (message.kind) {
    case 'status':
    case 'plain':
      return [message.bits];
    case 'cleared':
      return [0x37, 0x25, 0x00];
    case 'automatic':
      // Offline, open, jammed, out of paper.
      return [0x38, 0x08, 0x0f, 0x00];
    case 'full':
      return [0x10, 0x0f, message.atOutput ? 0x24 : 0x04, 0x11, 0x12, 0x13];
    case 'garbage':
      return [message.byte];
  }
};

const status = fc
  .nat({ max: 0xff })
  .map((bits): PrinterMessage => ({ kind: 'status', bits: (bits & ~0x93) | 0x12 }));
const plain = fc.constantFrom(0, 3, 0x0c, 0x0f).map((bits): PrinterMessage => ({ kind: 'plain', bits }));
const automatic = fc.constant<PrinterMessage>({
  kind: 'automatic',
  condition: {
    ...GOOD_CONDITION,
    offline: true,
    coverOpen: true,
    cutterJam: true,
    paperOut: true,
    paperNearEnd: true,
    inError: true,
  },
});
const full = fc.boolean().map((atOutput): PrinterMessage => ({ kind: 'full', atOutput }));
const message = fc.oneof(status, plain, automatic, fc.constant<PrinterMessage>({ kind: 'cleared' }));

describe('the status decoder', () => {
  test('tells any sequence of messages apart, however it is cut into pieces', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(message, full)),
        fc.infiniteStream(fc.integer({ min: 1, max: 5 })),
        (messages, pieces) => {
          const decoder = createStatusDecoder({ hasPresenter: true });
          let rest = messages.flatMap(bytesOf);
          const heard: PrinterMessage[] = [];
          while (rest.length > 0) {
            const length = pieces.next().value ?? 1;
            heard.push(...decoder.decode(Uint8Array.from(rest.slice(0, length))));
            rest = rest.slice(length);
          }
          expect(heard).toEqual(messages);
        },
      ),
    );
  });

  test('hears an answer and flow control in the middle of an automatic status', () => {
    expect(decode(Uint8Array.of(0x10, 0x00, 0x13, 0x16, 0x0c, 0x11, 0x00))).toEqual([
      { kind: 'status', bits: 0x16 },
      { kind: 'automatic', condition: { ...GOOD_CONDITION, paperOut: true } },
    ]);
  });

  test('survives any garbage, and hears what comes after a pause of four harmless bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2_000 }), message, (garbage, good) => {
        const decoder = createStatusDecoder();
        decoder.decode(garbage);
        // The longest message garbage can have begun takes three more bytes.
        decoder.decode(Uint8Array.of(0, 0, 0));
        expect(decoder.decode(Uint8Array.from(bytesOf(good)))).toEqual([good]);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('robustness', () => {
  /** Reproducible bytes, fast enough for millions. */
  const noise = (seed: number) => {
    let state = seed;
    return () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state >>> 24;
    };
  };
  /** Ends whatever garbage has begun: the longest message takes five more bytes. */
  const pause = new Uint8Array(5);

  test.each([false, true])('a million garbage bytes, presenter: %s', (hasPresenter) => {
    const decoder = createStatusDecoder({ hasPresenter });
    const random = noise(20_261_121);
    let heard = 0;
    for (let chunk = 0; chunk < 10_000; chunk += 1) {
      heard += decoder.decode(Uint8Array.from({ length: 100 }, random)).length;
    }
    decoder.decode(pause);
    expect(decoder.decode(Uint8Array.of(0x16))).toEqual([{ kind: 'status', bits: 0x16 }]);
    expect(heard).toBeGreaterThan(100_000);
  });

  test.each([false, true])(
    'a hundred thousand mutated messages lose none that follows, presenter: %s',
    (hasPresenter) => {
      const random = noise(7);
      const whole: readonly PrinterMessage[] = [
        { kind: 'status', bits: 0x1e },
        { kind: 'plain', bits: 0x0f },
        { kind: 'cleared' },
        ...decode(Uint8Array.of(0x38, 0x08, 0x0f, 0x00)),
        ...(hasPresenter ? [{ kind: 'full', atOutput: true } as const] : []),
      ];
      const decoder = createStatusDecoder({ hasPresenter });
      const lost: unknown[] = [];
      for (let round = 0; round < 100_000; round += 1) {
        const spoiled = bytesOf(whole[round % whole.length] ?? { kind: 'cleared' });
        const at = random() % spoiled.length;
        const way = random() % 3;
        if (way === 0) spoiled[at] = random();
        else if (way === 1) spoiled.splice(at, 1);
        else spoiled.splice(at, 0, random());
        decoder.decode(Uint8Array.from(spoiled));
        decoder.decode(pause);
        const next = whole[random() % whole.length] ?? { kind: 'cleared' };
        const heard = decoder.decode(Uint8Array.from(bytesOf(next)));
        if (heard.length !== 1 || heard[0]?.kind !== next.kind) lost.push({ spoiled, next, heard });
      }
      expect(lost).toEqual([]);
      expect(decoder.decode(Uint8Array.of(0x12))).toEqual([{ kind: 'status', bits: 0x12 }]);
    },
  );

  test('a printer that hears a million garbage bytes still answers and prints', () => {
    for (const model of ['escpos-80mm', 'kiosk-pyramid'] as const) {
      const sent: number[] = [];
      const emulator = createPrinterEmulator({
        profile: printerProfile(model),
        send: (bytes) => sent.push(...bytes),
        mmPerSecond: Number.POSITIVE_INFINITY,
      });
      const random = noise(3);
      for (let chunk = 0; chunk < 5_000; chunk += 1)
        emulator.receive(Uint8Array.from({ length: 100 }, random));
      sent.length = 0;
      emulator.powerCycle();
      emulator.receive(
        Uint8Array.from([...escpos.initialise(), ...escpos.askStatus(1), ...escpos.marker('GS r')]),
      );
      expect(sent).toEqual([0x12, 0x00]);
    }
  });
});

describe('conditions', () => {
  type Fault = 'setPaper' | 'setCoverOpen' | 'setOverheated' | 'setCutterJammed';
  const conditions: readonly [string, Fault | undefined, Partial<typeof GOOD_CONDITION>][] = [
    ['good', undefined, {}],
    ['out of paper', 'setPaper', { offline: true, paperOut: true, paperNearEnd: true }],
    ['open', 'setCoverOpen', { offline: true, coverOpen: true }],
    ['hot', 'setOverheated', { offline: true, overheated: true, inError: true }],
    ['jammed', 'setCutterJammed', { offline: true, cutterJam: true, inError: true }],
  ];

  test.each(conditions.flatMap((row) => [[...row, false] as const, [...row, true] as const]))(
    'a printer that is %s says so (%s, fixed bits cleared: %s)',
    (_name, fault, wanted, clearsFixedBits) => {
      const sent: Uint8Array[] = [];
      const emulator = createPrinterEmulator({
        profile: printerProfile('escpos-80mm'),
        send: (bytes) => sent.push(bytes),
        mmPerSecond: Number.POSITIVE_INFINITY,
        clearsFixedBits,
      });
      if (fault === 'setPaper') emulator.setPaper('out');
      else if (fault !== undefined) emulator[fault](true);
      // The jam shows when the blade is told to move.
      emulator.receive(Uint8Array.from(escpos.feedAndCutPartly(0)));
      for (const question of [1, 2, 3, 4] as const)
        emulator.receive(Uint8Array.from(escpos.askStatus(question)));
      const [first = 0, second = 0, third = 0, fourth = 0] = Buffer.concat(sent);
      expect(conditionFromAnswers([first, second, third, fourth])).toEqual({ ...GOOD_CONDITION, ...wanted });
    },
  );
});
