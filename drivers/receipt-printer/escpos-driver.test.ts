import fc from 'fast-check';
import { ok } from 'neverthrow';
import { afterEach, describe, expect, test } from 'vitest';
import { heardAtOtherBaud } from '../emulation/baud-mismatch.ts';
import type { TimerClock } from '../supervision/timer-clock.ts';
import { createPrinterEmulator } from './emulator.ts';
import { printerProfile } from './profiles.ts';
import { layOutReceipt } from './receipt-layout.ts';
import {
  BAUD,
  type Bench,
  type BenchOptions,
  eventually,
  marksOn,
  receiptNumbered,
  startBench,
  watchedPrint,
} from './test-bench.ts';

let bench: Bench | undefined;

afterEach(async () => {
  await bench?.close();
  bench = undefined;
});

async function ready(options: BenchOptions = {}): Promise<Bench> {
  bench = startBench(options);
  await bench.until({ state: 'ready' });
  return bench;
}

const whole = (number: string) => [`begin ${number}`, `end ${number}`];

describe('a receipt', () => {
  test.each([
    ['the usual printer', {}],
    ['one that clears the fixed bits of its status', { clearsFixedBits: true }],
    ['one that cannot clear its buffer', { knowsClear: false }],
  ])('is printed once and confirmed by %s', async (_name, quirks) => {
    const { printer, emulator } = await ready(quirks);
    const print = watchedPrint(printer, 'A001');
    expect(await print.result).toEqual(ok('answered'));
    expect(print.told).toEqual(['first byte']);
    expect(marksOn(emulator.state().receipts)).toEqual([whole('A001')]);
    expect(emulator.state().receipts[0]?.cut).toBe(true);
  });

  test('is confirmed when the paper is there and not when the bytes are written', async () => {
    const { printer, emulator } = await ready({ mmPerSecond: 60 });
    const print = watchedPrint(printer, 'A001');
    const order: string[] = [];
    emulator.onChange(() => order.push('paper moved'));
    const confirmed = print.result.then((result) => {
      order.push('confirmed');
      return result;
    });
    expect(await confirmed).toEqual(ok('answered'));
    expect(emulator.state().receipts[0]?.cut).toBe(true);
    expect(order.length).toBeGreaterThan(2);
    expect(order.indexOf('confirmed')).toBe(order.length - 1);
  });

  test('shows the printer busy meanwhile, and a second waits its turn', async () => {
    const { printer, emulator } = await ready();
    const first = watchedPrint(printer, 'A001');
    const second = watchedPrint(printer, 'A002');
    await first.untilTold('first byte');
    expect(printer.status().state).toBe('busy');
    expect(second.told).toEqual([]);
    expect([await first.result, await second.result]).toEqual([ok('answered'), ok('answered')]);
    expect(marksOn(emulator.state().receipts)).toEqual([whole('A001'), whole('A002')]);
  });

  test('with automatic status between the answers is confirmed all the same', async () => {
    const { printer, emulator } = await ready();
    emulator.receive(Uint8Array.of(0x1d, 0x61, 0xff));
    emulator.loadPaper(30);
    const print = watchedPrint(printer, 'A001');
    await print.untilTold('PRINTER_PAPER_OUT');
    emulator.setPaper('ok');
    expect(await print.result).toEqual(ok('answered'));
  });
});

describe('a printer that cannot print', () => {
  test.each([
    ['PRINTER_PAPER_OUT', (b: Bench) => b.emulator.setPaper('out'), (b: Bench) => b.emulator.setPaper('ok')],
    [
      'PRINTER_COVER_OPEN',
      (b: Bench) => b.emulator.setCoverOpen(true),
      (b: Bench) => b.emulator.setCoverOpen(false),
    ],
    [
      'PRINTER_OVERHEATED',
      (b: Bench) => b.emulator.setOverheated(true),
      (b: Bench) => b.emulator.setOverheated(false),
    ],
    ['PRINTER_OFFLINE', (b: Bench) => b.emulator.setOnline(false), (b: Bench) => b.emulator.setOnline(true)],
  ] as const)(
    'for %s tells it while idle, takes no job, and works again when mended',
    async (fault, breakIt, mend) => {
      const b = await ready();
      breakIt(b);
      const sooner = watchedPrint(b.printer, 'A001');
      expect((await sooner.result)._unsafeUnwrapErr()).toEqual({ outcome: 'not-printed', fault });
      mend(b);
      await b.until({ state: 'ready' });
      breakIt(b);
      await b.until({ state: 'faulted', fault });
      const later = watchedPrint(b.printer, 'A002');
      expect((await later.result)._unsafeUnwrapErr()).toEqual({ outcome: 'not-printed', fault });
      expect([...sooner.told, ...later.told]).toEqual([]);
      mend(b);
      await b.until({ state: 'ready' });
      expect(await watchedPrint(b.printer, 'A003').result).toEqual(ok('answered'));
      expect(marksOn(b.emulator.state().receipts)).toEqual([whole('A003')]);
    },
  );

  test('for an error that it does not name asks for more than its key', async () => {
    const b = await ready({ profile: printerProfile('escpos-80mm-gbk') });
    b.emulator.setOverheated(true);
    await b.until({ state: 'faulted', fault: 'PRINTER_FAULT' });
    b.emulator.setOverheated(false);
    await b.until({ state: 'ready' });
  });

  test('whose job is given up while its first byte is announced gets no byte of it', async () => {
    const b = await ready();
    const leave = new AbortController();
    const result = await b.printer.print(receiptNumbered('A001'), {
      beforeFirstByte: () => leave.abort(),
      signal: leave.signal,
    });
    expect(result._unsafeUnwrapErr().outcome).toBe('not-printed');
    expect(await watchedPrint(b.printer, 'A002').result).toEqual(ok('answered'));
    expect(marksOn(b.emulator.state().receipts)).toEqual([whole('A002')]);
  });

  test('warns of paper that nears its end and goes on', async () => {
    const b = await ready();
    b.emulator.setPaper('near-end');
    expect(await watchedPrint(b.printer, 'A001').result).toEqual(ok('answered'));
    expect(b.printer.status()).toMatchObject({ faults: [], warnings: ['PRINTER_PAPER_NEAR_END'] });
  });
});

describe('a fault in the middle', () => {
  test.each([
    ['PRINTER_PAPER_OUT', (b: Bench) => b.emulator.loadPaper(30), (b: Bench) => b.emulator.setPaper('ok')],
    [
      'PRINTER_PAPER_OUT',
      // All the text is on paper (46 mm), the feed to the blade is not.
      (b: Bench) => b.emulator.loadPaper(50),
      (b: Bench) => b.emulator.setPaper('ok'),
    ],
    [
      'PRINTER_CUTTER_JAM',
      (b: Bench) => b.emulator.setCutterJammed(true),
      (b: Bench) => b.emulator.setCutterJammed(false),
    ],
  ] as const)(
    '%s is told, waited for, and the receipt is confirmed once mended',
    async (fault, breakIt, mend) => {
      const b = await ready();
      breakIt(b);
      const print = watchedPrint(b.printer, 'A001');
      await print.untilTold(fault);
      expect(b.printer.status()).toMatchObject({ state: 'faulted' });
      mend(b);
      expect(await print.result).toEqual(ok('answered'));
      expect(print.told).toEqual(['first byte', fault, 'goes on']);
      expect(marksOn(b.emulator.state().receipts)).toEqual([whole('A001')]);
      await b.until({ state: 'ready' });
    },
  );

  test('the cover opened under the paper is told and waited for', async () => {
    const b = await ready({ mmPerSecond: 100 });
    const print = watchedPrint(b.printer, 'A001');
    await b.untilOnPaper((receipts) => receipts.length > 0);
    b.emulator.setCoverOpen(true);
    await print.untilTold('PRINTER_COVER_OPEN');
    b.emulator.setCoverOpen(false);
    expect(await print.result).toEqual(ok('answered'));
    expect(marksOn(b.emulator.state().receipts)).toEqual([whole('A001')]);
  });

  test('given up before the printer has begun: surely not printed, and it stays so', async () => {
    const b = await ready();
    const leave = new AbortController();
    const print = b.printer.print(
      { blocks: [{ kind: 'text', text: 'begin A001' }] },
      {
        beforeFirstByte: () => b.emulator.setPaper('out'),
        onHindrance: () => leave.abort(),
        signal: leave.signal,
      },
    );
    expect((await print)._unsafeUnwrapErr()).toEqual({ outcome: 'not-printed', fault: 'PRINTER_PAPER_OUT' });
    b.emulator.setPaper('ok');
    await b.until({ state: 'ready' });
    expect(await watchedPrint(b.printer, 'A002').result).toEqual(ok('answered'));
    expect(marksOn(b.emulator.state().receipts)).toEqual([whole('A002')]);
  });

  test('given up with half of it on paper: unknown, the rest thrown away, the strip cut off', async () => {
    const b = await ready();
    b.emulator.loadPaper(30);
    const leave = new AbortController();
    const print = watchedPrint(b.printer, 'A001', leave.signal);
    await print.untilTold('PRINTER_PAPER_OUT');
    leave.abort();
    expect((await print.result)._unsafeUnwrapErr()).toEqual({
      outcome: 'unknown',
      fault: 'PRINTER_PAPER_OUT',
    });
    b.emulator.setPaper('ok');
    await b.until({ state: 'ready' });
    expect(await watchedPrint(b.printer, 'A002').result).toEqual(ok('answered'));
    expect(marksOn(b.emulator.state().receipts)).toEqual([['begin A001'], whole('A002')]);
  });

  test('left by a program that was killed: its strip is cut off before the next receipt', async () => {
    const b = await ready();
    b.emulator.loadPaper(30);
    const print = watchedPrint(b.printer, 'A001');
    await print.untilTold('PRINTER_PAPER_OUT');
    const next = await b.anotherRun(true);
    expect((await print.result)._unsafeUnwrapErr().outcome).toBe('unknown');
    b.emulator.setPaper('ok');
    await eventually(next.onStatus, () => next.status().state === 'ready');
    expect(await watchedPrint(next, 'A002').result).toEqual(ok('answered'));
    expect(marksOn(b.emulator.state().receipts)).toEqual([['begin A001'], whole('A002')]);
  });

  test('given up on a printer that cannot clear: unknown, and its late end confirms no other job', async () => {
    const b = await ready({ knowsClear: false });
    const leave = new AbortController();
    const first = b.printer.print(
      { blocks: [{ kind: 'text', text: 'begin A001' }] },
      {
        beforeFirstByte: () => b.emulator.setPaper('out'),
        onHindrance: () => leave.abort(),
        signal: leave.signal,
      },
    );
    expect((await first)._unsafeUnwrapErr().outcome).toBe('unknown');
    b.emulator.setPaper('ok');
    await b.until({ state: 'ready' });
    b.emulator.loadPaper(30);
    const second = watchedPrint(b.printer, 'A002');
    await second.untilTold('PRINTER_PAPER_OUT');
    // A001, late, on the same strip: then half of A002, which must not count as printed by A001's end.
    expect(marksOn(b.emulator.state().receipts).flat()).not.toContain('end A002');
    const order: string[] = [];
    const ended = second.result.then((result) => {
      order.push('confirmed');
      return result;
    });
    await b.until({ fault: 'PRINTER_PAPER_OUT' });
    expect(order).toEqual([]);
    b.emulator.setPaper('ok');
    expect(await ended).toEqual(ok('answered'));
    expect(marksOn(b.emulator.state().receipts).flat()).toContain('end A002');
  });

  test('a job that waits behind a hindered one can be given up at once', async () => {
    const b = await ready();
    b.emulator.loadPaper(30);
    const first = watchedPrint(b.printer, 'A001');
    await first.untilTold('PRINTER_PAPER_OUT');
    const leave = new AbortController();
    const second = watchedPrint(b.printer, 'A002', leave.signal);
    leave.abort();
    expect((await second.result)._unsafeUnwrapErr().outcome).toBe('not-printed');
    b.emulator.setPaper('ok');
    expect(await first.result).toEqual(ok('answered'));
    expect(marksOn(b.emulator.state().receipts)).toEqual([whole('A001')]);
  });
});

describe('unplugged', () => {
  test('while idle: lost, and ready again when it is back', async () => {
    const b = await ready();
    b.pty.unplug();
    await b.until({ state: 'lost', fault: 'PRINTER_LOST' });
    expect((await watchedPrint(b.printer, 'A001').result)._unsafeUnwrapErr()).toEqual({
      outcome: 'not-printed',
      fault: 'PRINTER_LOST',
    });
    b.pty.plug();
    await b.until({ state: 'ready' });
    expect(await watchedPrint(b.printer, 'A002').result).toEqual(ok('answered'));
  });

  test('at any byte of a job: never called printed, never printed twice, never mixed with the next', async () => {
    const statusBytes = 4 * 3;
    const jobBytes = layOutReceipt(receiptNumbered('A001'), printerProfile('escpos-80mm')).bytes.length;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: statusBytes + jobBytes }), async (bytes) => {
        const b = await ready();
        b.pty.unplugAfterReceiving(bytes);
        const print = watchedPrint(b.printer, 'A001');
        const result = await print.result;
        const announced = print.told.includes('first byte');
        expect(result._unsafeUnwrapErr()).toEqual({
          outcome: announced ? 'unknown' : 'not-printed',
          fault: 'PRINTER_LOST',
        });
        await b.until({ state: 'lost' });
        b.pty.plug();
        await b.until({ state: 'ready' });
        expect(await watchedPrint(b.printer, 'A002').result).toEqual(ok('answered'));
        const marks = marksOn(b.emulator.state().receipts);
        expect(marks.at(-1)).toEqual(whole('A002'));
        expect(marks.flat().filter((mark) => mark === 'begin A001').length).toBeLessThanOrEqual(
          announced ? 1 : 0,
        );
        await b.close();
        bench = undefined;
      }),
      { numRuns: 12 },
    );
  }, 120_000);

  test('while paper is out in the middle: unknown, and the rest does not come out later', async () => {
    const b = await ready();
    b.emulator.loadPaper(30);
    const print = watchedPrint(b.printer, 'A001');
    await print.untilTold('PRINTER_PAPER_OUT');
    b.pty.unplug();
    expect((await print.result)._unsafeUnwrapErr()).toEqual({ outcome: 'unknown', fault: 'PRINTER_LOST' });
    b.pty.plug();
    await b.until({ fault: 'PRINTER_PAPER_OUT' });
    b.emulator.setPaper('ok');
    await b.until({ state: 'ready' });
    expect(await watchedPrint(b.printer, 'A002').result).toEqual(ok('answered'));
    expect(marksOn(b.emulator.state().receipts)).toEqual([['begin A001'], whole('A002')]);
  });

  test('stopping settles the job under way and the one that waits', async () => {
    const b = await ready();
    b.emulator.loadPaper(30);
    const first = watchedPrint(b.printer, 'A001');
    const second = watchedPrint(b.printer, 'A002');
    await first.untilTold('PRINTER_PAPER_OUT');
    await b.printer.stop();
    expect((await first.result)._unsafeUnwrapErr().outcome).toBe('unknown');
    expect((await second.result)._unsafeUnwrapErr().outcome).toBe('not-printed');
  });
});

describe('what is not a printer', () => {
  test('answers like an ID-card reader: wrong device', async () => {
    bench = startBench({
      // As a module does: it answers its own questions, and nothing else.
      farEnd: (bytes, send) => {
        if (Buffer.from(bytes).includes(Buffer.from('aaaaaa9669000311ffed', 'hex')))
          send(Uint8Array.of(0xaa, 0xaa, 0xaa, 0x96, 0x69, 0, 4, 0, 0, 0x90, 0x94));
      },
    });
    await bench.until({ state: 'faulted', fault: 'PRINTER_WRONG_DEVICE' });
    expect(bench.printer.hint()).toBe('LIKE_A_READER');
    const print = watchedPrint(bench.printer, 'A001');
    expect((await print.result)._unsafeUnwrapErr().outcome).toBe('not-printed');
    expect(print.told).toEqual([]);
  });

  test('a line that echoes: wrong device', async () => {
    bench = startBench({ farEnd: (bytes, send) => send(bytes) });
    await bench.until({ state: 'faulted', fault: 'PRINTER_WRONG_DEVICE' });
    expect(bench.printer.status().faults).toEqual(['PRINTER_WRONG_DEVICE']);
  });

  const otherBauds = [9_600, 19_200, 38_400, 57_600, 230_400];

  test.each(otherBauds)(
    'a printer set to %i baud: not ready, and no byte of a receipt is sent',
    async (baud) => {
      const own = createPrinterEmulator({
        profile: printerProfile('escpos-80mm'),
        send: (answer) => bench?.pty.send(heardAtOtherBaud(answer, baud, BAUD)),
      });
      bench = startBench({ farEnd: (bytes) => own.receive(heardAtOtherBaud(bytes, BAUD, baud)) });
      await bench.until({ state: 'faulted' });
      expect(['PRINTER_WRONG_DEVICE', 'PRINTER_TIMEOUT']).toContain(bench.printer.status().faults[0]);
      const print = watchedPrint(bench.printer, 'A001');
      expect((await print.result)._unsafeUnwrapErr().outcome).toBe('not-printed');
      expect(print.told).toEqual([]);
      expect(own.state().receipts).toEqual([]);
      own.stop();
    },
  );

  test.each(otherBauds)('what answers at %i baud, whatever it has heard: wrong device', async (baud) => {
    const allIsWell = (questions: number) => new Uint8Array(questions).fill(0x12);
    bench = startBench({
      farEnd: (bytes, send) => send(heardAtOtherBaud(allIsWell(Math.ceil(bytes.length / 3)), baud, BAUD)),
    });
    await bench.until({ state: 'faulted', fault: 'PRINTER_WRONG_DEVICE' });
    const print = watchedPrint(bench.printer, 'A001');
    expect((await print.result)._unsafeUnwrapErr()).toEqual({
      outcome: 'not-printed',
      fault: 'PRINTER_WRONG_DEVICE',
    });
    expect(print.told).toEqual([]);
  });

  test('a printer that is only switched on late prints no question of another protocol', async () => {
    const own = createPrinterEmulator({
      profile: printerProfile('escpos-80mm'),
      send: (answer) => {
        if (answers) bench?.pty.send(answer);
      },
    });
    let answers = false;
    bench = startBench({ farEnd: own.receive });
    await bench.until({ state: 'faulted', fault: 'PRINTER_TIMEOUT' });
    answers = true;
    await bench.until({ state: 'ready' });
    expect(await watchedPrint(bench.printer, 'A001').result).toEqual(ok('answered'));
    expect(marksOn(own.state().receipts)).toEqual([whole('A001')]);
    expect(JSON.stringify(own.state().receipts)).not.toContain('\u00aa');
    own.stop();
  });

  test('silence: tells that nothing answers', async () => {
    bench = startBench({ farEnd: () => undefined });
    await bench.until({ state: 'faulted', fault: 'PRINTER_TIMEOUT' });
    expect(bench.printer.status().faults).toEqual(['PRINTER_TIMEOUT']);
  });
});

describe('a spoiled wire', () => {
  /** Waits of the driver pass four times as fast, so that lost answers do not make the test long. */
  const hurried: TimerClock = {
    now: () => performance.now() * 4,
    setTimeout: (work, ms) => setTimeout(work, ms / 4),
    clearTimeout: (timer: NodeJS.Timeout) => clearTimeout(timer),
  };

  test('never makes a receipt look printed that is not, nor prints one twice', async () => {
    // Three answers that vanish without a trace, one after the other, are more than a driver can notice.
    const vanish = fc.constant('silence' as const);
    const kind = fc.constantFrom('garbage', 'wrong-checksum');
    const faults = fc.oneof(
      fc.array(fc.oneof(kind, vanish), { minLength: 1, maxLength: 2 }),
      fc.array(kind, { minLength: 3, maxLength: 12 }),
    );
    await fc.assert(
      fc.asyncProperty(faults, fc.boolean(), fc.nat({ max: 3 }), async (each, duringPrinting, paperEnds) => {
        const b = await ready({ clock: hurried });
        if (paperEnds === 0) b.emulator.loadPaper(30);
        const leave = new AbortController();
        const spoil = () => {
          for (const fault of each) b.pty.spoil({ kind: fault });
        };
        if (!duringPrinting) spoil();
        const print = watchedPrint(b.printer, 'A001', leave.signal);
        if (duringPrinting) void print.untilTold('first byte').then(spoil);
        if (paperEnds === 0) void print.untilTold('PRINTER_PAPER_OUT').then(() => leave.abort());
        const result = await print.result;
        const marks = marksOn(b.emulator.state().receipts);
        const outcome = result.isOk() ? 'printed' : result.error.outcome;
        const possible = {
          printed: [[whole('A001')]],
          'not-printed': [[]],
          // Given up before its first line was out, and cut off all the same: nobody could say that it was not.
          unknown: [[], [[]], [['begin A001']], [whole('A001')]],
        };
        expect(possible[outcome]).toContainEqual(marks);
        await b.close();
        bench = undefined;
      }),
      { numRuns: 15 },
    );
  }, 120_000);
});
