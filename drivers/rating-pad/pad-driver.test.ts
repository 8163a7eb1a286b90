import { describe, expect, type TestContext, test } from 'vitest';
import type { PtyOptions } from '../emulation/pty.ts';
import type { PadProfile } from './profile-shape.ts';
import { goldenBytes, goldenPads } from './testing/golden-pads.ts';
import { closeBench, createPadBench, eventually, pressUntilAnswered, reach } from './testing/pad-bench.ts';
import { createScriptedPad, QUERIES_PER_PRESS } from './testing/scripted-pad.ts';
import { shippedProfile } from './testing/shipped-profile.ts';

const never = new AbortController().signal;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

type Changes = {
  readonly session?: Partial<PadProfile['session']>;
  readonly input?: Partial<Pick<PadProfile['input'], 'debounceMs'>>;
};

function open(
  { onTestFinished }: TestContext,
  name: string,
  changes: Changes = {},
  line?: Omit<PtyOptions, 'link'>,
) {
  const shipped = shippedProfile(name);
  const profile: PadProfile = {
    ...shipped,
    input: { ...shipped.input, ...changes.input },
    session: { ...shipped.session, ...changes.session },
  };
  const golden = goldenPads.find((pad) => pad.profile === name);
  if (golden === undefined) throw new Error(`no golden pad ${name}`);
  const bench = createPadBench(profile, line);
  onTestFinished(() => closeBench(bench));
  const device = createScriptedPad(golden, bench.send);
  bench.onBytes(device.receive);
  return { ...bench, golden, device };
}

async function openReady(...parameters: Parameters<typeof open>) {
  const bench = open(...parameters);
  bench.pad.start();
  await reach(bench.pad, 'ready');
  return bench;
}

/** Resolves when the pad has heard that command so often. */
function heard({ device }: Pick<ReturnType<typeof open>, 'device'>, command: string, times = 1) {
  return eventually(() => device.heard.filter((name) => name === command).length >= times);
}

/** Resolves when a polled pad has been asked again, as often as a key without memory is told, and once more. */
function moreQueries(bench: Pick<ReturnType<typeof open>, 'device'>) {
  const sofar = bench.device.heard.filter((name) => name === 'query').length;
  return heard(bench, 'query', sofar + QUERIES_PER_PRESS + 2);
}

describe.concurrent('questions', () => {
  test('the first press wins; the next one is told as unasked', async (context) => {
    const bench = await openReady(context, 'push-xor', { input: { debounceMs: 0 } });
    const asked = bench.pad.ask(never);
    await heard(bench, 'ask');
    bench.device.press(3);
    bench.device.press(1);
    expect((await asked)._unsafeUnwrap()).toEqual({ level: 3 });
    await eventually(() => bench.events.length > 0);
    expect(bench.events).toEqual([{ kind: 'unasked-press', level: 1 }]);
  });

  test('a finger that slips onto another key within the debounce time does not count', async (context) => {
    const bench = await openReady(context, 'push-xor');
    const asked = bench.pad.ask(never);
    await heard(bench, 'ask');
    bench.clock.hold();
    bench.device.press(4);
    bench.device.press(2);
    expect((await asked)._unsafeUnwrap()).toEqual({ level: 4 });
    await bench.taken(goldenBytes(bench.golden.presses[2]));
    expect(bench.events).toEqual([]);
  });

  test('where a press may be corrected, the last one counts', async (context) => {
    const bench = await openReady(context, 'push-ascii-sum16');
    const asked = bench.pad.ask(never);
    await heard(bench, 'ask');
    const { settleMs } = shippedProfile('push-ascii-sum16').input;
    bench.clock.hold();
    bench.device.press(1);
    await heard(bench, 'answerPress');
    bench.clock.pass(settleMs - 1);
    bench.device.press(5);
    await heard(bench, 'answerPress', 2);
    bench.clock.pass(settleMs - 1);
    expect(bench.pad.status().state).toBe('busy');
    bench.clock.pass(1);
    expect((await asked)._unsafeUnwrap()).toEqual({ level: 5 });
    expect(bench.events).toEqual([]);
  });

  test('a press that the pad repeats until it is answered is one press, and each repetition is answered', async (context) => {
    const bench = await openReady(context, 'hid-report', { input: { debounceMs: 3000 } });
    const asked = bench.pad.ask(never);
    await heard(bench, 'ask');
    bench.clock.hold();
    for (let repetition = 1; repetition <= 8; repetition += 1) {
      bench.device.press(2);
      await heard(bench, 'answerPress', repetition);
      bench.clock.pass(2_900);
    }
    expect((await asked)._unsafeUnwrap()).toEqual({ level: 2 });
    expect(bench.events).toEqual([]);
  });

  test('nobody presses: RATING_TIMEOUT, and the pad is told that the question is over', async (context) => {
    const bench = await openReady(context, 'push-ascii', { session: { timeoutMs: 300 } });
    expect((await bench.pad.ask(never))._unsafeUnwrapErr()).toBe('RATING_TIMEOUT');
    await heard(bench, 'cancel');
    expect(bench.device.heard).toEqual(['ask', 'cancel']);
    expect(bench.pad.status().state).toBe('ready');
  });

  test('a question taken back before its turn is never asked', async (context) => {
    const bench = await openReady(context, 'push-ascii');
    const first = bench.pad.ask(never);
    const giving = new AbortController();
    const second = bench.pad.ask(giving.signal);
    giving.abort();
    await heard(bench, 'ask');
    bench.device.press(5);
    expect((await first)._unsafeUnwrap()).toEqual({ level: 5 });
    expect((await second)._unsafeUnwrapErr()).toBe('RATING_CANCELLED');
    expect(bench.device.heard.filter((name) => name === 'ask')).toHaveLength(1);
  });

  test('a key that a polled pad remembers from before it was connected is nobody’s press', async (context) => {
    const bench = open(context, 'poll-modbus');
    bench.device.press(1);
    bench.pad.start();
    await reach(bench.pad, 'ready');
    await heard(bench, 'query', 4);
    expect(bench.events).toEqual([]);
    const asked = bench.pad.ask(never);
    await heard(bench, 'begin');
    await moreQueries(bench);
    expect(bench.pad.status().state).toBe('busy');
    bench.device.press(5);
    expect((await asked)._unsafeUnwrap()).toEqual({ level: 5 });
  });

  test('a polled key that is held over the end of a question does not answer the next one', async (context) => {
    const bench = await openReady(context, 'poll-bitmask', { input: { debounceMs: 0 } });
    const first = bench.pad.ask(never);
    await heard(bench, 'query', 2);
    const hold = setInterval(() => bench.device.press(4), 20);
    context.onTestFinished(() => clearInterval(hold));
    expect((await first)._unsafeUnwrap()).toEqual({ level: 4 });
    const second = bench.pad.ask(never);
    await moreQueries(bench);
    expect(bench.pad.status().state).toBe('busy');
    clearInterval(hold);
    await moreQueries(bench);
    const answer = await pressUntilAnswered(second, () => bench.device.press(4));
    expect(answer._unsafeUnwrap()).toEqual({ level: 4 });
  });
});

describe.concurrent('trouble on the line', () => {
  test.for([
    { kind: 'silence' },
    { kind: 'garbage' },
    { kind: 'cut-frame' },
    { kind: 'wrong-checksum' },
  ] as const)(
    'two answers in a row with $kind: commands and queries are sent again',
    async (fault, context) => {
      for (const name of ['push-xor', 'push-ascii-sum16', 'poll-modbus', 'poll-bitmask']) {
        const bench = await openReady(context, name);
        bench.pty?.spoil(fault, 2);
        const asked = bench.pad.ask(never);
        await pause(1500);
        expect({ name, state: bench.pad.status().state }).toEqual({ name, state: 'busy' });
        const answer = await pressUntilAnswered(asked, () => bench.device.press(2));
        expect(answer._unsafeUnwrap()).toEqual({ level: 2 });
      }
    },
  );

  test('noise before, between and behind presses', async (context) => {
    const bench = await openReady(context, 'push-xor');
    const asked = bench.pad.ask(never);
    await heard(bench, 'ask');
    bench.send(Uint8Array.of(0xaa, 0x55, 0x02, 0x81, 0x01, 0x00, 0xaa, 0x55, 0x3f));
    bench.device.press(5);
    bench.send(Uint8Array.of(0xaa, 0x55, 0xff));
    expect((await asked)._unsafeUnwrap()).toEqual({ level: 5 });
  });

  test('a pad that refuses is PAD_FAULT, and in use again when its sign of life is good', async (context) => {
    const bench = await openReady(context, 'push-xor');
    const refusal = goldenBytes(bench.golden.refusal ?? '');
    let refusing = true;
    bench.onBytes((bytes) => {
      const isKeepalive = bytes[3] === 0x0f;
      if (refusing && !isKeepalive) bench.send(refusal);
      else bench.device.receive(bytes);
    });
    expect((await bench.pad.ask(never))._unsafeUnwrapErr()).toBe('PAD_FAULT');
    await reach(bench.pad, 'faulted');
    expect(bench.pad.status().faults).toEqual(['PAD_FAULT']);
    refusing = false;
    await reach(bench.pad, 'ready');
    expect((await bench.pad.thanks()).isOk()).toBe(true);
  });

  test.for(['push-xor', 'poll-modbus', 'poll-bitmask'])(
    '%s falls silent during a question: PAD_TIMEOUT, and recovers',
    async (name, context) => {
      const keepalive = name === 'push-xor' ? { everyMs: 200, send: '0F 00', expect: '8F {any}' } : undefined;
      const bench = await openReady(context, name, { session: keepalive ? { keepalive } : {} });
      const asked = bench.pad.ask(never);
      await eventually(() => bench.pad.status().state === 'busy');
      await pause(300);
      bench.onBytes(() => {});
      expect((await asked)._unsafeUnwrapErr()).toBe('PAD_TIMEOUT');
      await reach(bench.pad, 'faulted');
      expect(bench.pad.status().faults).toEqual(['PAD_TIMEOUT']);
      bench.onBytes(bench.device.receive);
      await reach(bench.pad, 'ready');
    },
  );

  test('a pad that falls silent while nobody is asked is found out', async (context) => {
    const bench = await openReady(context, 'poll-modbus');
    bench.onBytes(() => {});
    await reach(bench.pad, 'faulted');
    expect(bench.pad.status().faults).toEqual(['PAD_TIMEOUT']);
    bench.onBytes(bench.device.receive);
    await reach(bench.pad, 'ready');
  });

  test('the plug pulled at every byte of a question: PAD_LOST, and in use again when it is back', async (context) => {
    for (let bytes = 1; bytes <= 14; bytes += 1) {
      const bench = await openReady(context, 'push-xor');
      bench.pty?.unplugAfterReceiving(bytes);
      const asked = bench.pad.ask(never);
      if (bytes > 12) {
        await heard(bench, 'ask');
        bench.pty?.unplug();
      }
      expect((await asked)._unsafeUnwrapErr()).toBe('PAD_LOST');
      expect(bench.pad.status().faults).toEqual(['PAD_LOST']);
      bench.pty?.plug();
      await reach(bench.pad, 'ready');
      const again = bench.pad.ask(never);
      await heard(bench, 'ask', bytes >= 12 ? 2 : 1);
      bench.device.press(5);
      expect((await again)._unsafeUnwrap()).toEqual({ level: 5 });
      await bench.pad.stop();
    }
  });

  test('without a port it is PAD_ABSENT', async (context) => {
    const bench = open(context, 'push-xor');
    bench.pty?.unplug();
    bench.pad.start();
    await reach(bench.pad, 'absent');
    expect((await bench.pad.ask(never))._unsafeUnwrapErr()).toBe('PAD_ABSENT');
    bench.pty?.plug();
    await reach(bench.pad, 'ready');
  });
});

describe.concurrent('another device in its place', () => {
  const probed = async (
    context: TestContext,
    answer: (bytes: Uint8Array) => Uint8Array | undefined,
    name = 'push-xor',
  ) => {
    const bench = open(context, name);
    bench.onBytes((bytes) => {
      const reply = answer(bytes);
      if (reply !== undefined) bench.send(reply);
    });
    bench.pad.start();
    await reach(bench.pad, 'faulted');
    return bench;
  };

  test('nothing answers: PAD_TIMEOUT', async (context) => {
    const { pad } = await probed(context, () => undefined);
    expect([pad.status().faults, pad.detail()]).toEqual([['PAD_TIMEOUT'], 'no answer']);
  });

  const serialPads = goldenPads
    .map(({ profile }) => profile)
    .filter((name) => shippedProfile(name).transport.kind === 'serial');

  test.for(serialPads)(
    '%s: a printer is called a printer, and hears nothing that it would print',
    async (name, context) => {
      const strange: number[] = [];
      const { pad } = await probed(
        context,
        (bytes) => {
          const isQuestion = Buffer.from(bytes).equals(Buffer.of(0x10, 0x04, 0x01));
          if (!isQuestion) strange.push(...bytes);
          return isQuestion ? Uint8Array.of(0x16) : undefined;
        },
        name,
      );
      expect([pad.status().faults, pad.hint()]).toEqual([['PAD_WRONG_DEVICE'], 'LIKE_A_PRINTER']);
      expect(strange).toEqual([]);
    },
  );

  test.for(serialPads)('%s: an ID-card reader is called one', async (name, context) => {
    const { pad } = await probed(
      context,
      (bytes) =>
        Buffer.from(bytes).includes(Buffer.from(goldenBytes('AA AA AA 96 69 00 03 11 FF ED')))
          ? goldenBytes('AA AA AA 96 69 00 04 00 00 90 94')
          : undefined,
      name,
    );
    expect([pad.status().faults, pad.hint()]).toEqual([['PAD_WRONG_DEVICE'], 'LIKE_A_READER']);
  });

  test('answers that cannot be decoded: PAD_WRONG_DEVICE, and the right pad is taken', async (context) => {
    const bench = await probed(context, (bytes) => bytes.map((byte) => byte ^ 0x33));
    expect(bench.pad.status().faults).toEqual(['PAD_WRONG_DEVICE']);
    bench.onBytes(bench.device.receive);
    await reach(bench.pad, 'ready');
    expect(bench.pad.detail()).toBeUndefined();
  });
});

describe.concurrent('what is told unasked', () => {
  test('a key that is on no map', async (context) => {
    const bench = await openReady(context, 'push-xor');
    bench.send(goldenBytes('AA 55 02 81 06 85'));
    await eventually(() => bench.events.length > 0);
    expect(bench.events).toEqual([{ kind: 'unknown-key', key: '06' }]);
  });

  test('two keys at once', async (context) => {
    const bench = await openReady(context, 'poll-bitmask');
    await heard(bench, 'query', 2);
    const both = goldenBytes('7E 90 03 28 88 7E');
    bench.onBytes(() => bench.send(both));
    await eventually(() => bench.events.length > 0);
    expect(bench.events[0]).toEqual({ kind: 'unknown-key', key: '03' });
  });

  test('bytes that are no message of the profile: another speed or another pad', async (context) => {
    const bench = await openReady(context, 'push-ascii');
    bench.send(Uint8Array.of(0x81, 0xfe, 0x3c, 0x00));
    await eventually(() => bench.events.length > 0);
    expect(bench.events).toEqual([{ kind: 'garbled', bytes: 4 }]);
    const asked = bench.pad.ask(never);
    await heard(bench, 'ask');
    bench.device.press(1);
    expect((await asked)._unsafeUnwrap()).toEqual({ level: 1 });
  });
});
