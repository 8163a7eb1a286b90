import { afterEach, describe, expect, test } from 'vitest';
import { profileFor } from './printer-identity.ts';
import { PRINTER_MODELS, printerProfile } from './profiles.ts';
import { type Bench, marksOn, receiptNumbered, startBench } from './test-bench.ts';

let bench: Bench | undefined;

afterEach(async () => {
  await bench?.close();
  bench = undefined;
});

const shipped = PRINTER_MODELS.map(printerProfile);
const proposed = (name: string) => profileFor({ name, firmware: undefined }, shipped)?.model;

describe('what a printer says that it is', () => {
  test('is its maker, its model and its firmware', async () => {
    bench = startBench();
    await bench.until({ state: 'ready' });
    const identity = await bench.printer.identify();
    expect(identity).toEqual({ name: 'EPSON TM-T', firmware: '1.00 ESC/POS' });
    expect(proposed(identity?.name ?? '')).toBe('escpos-80mm');
  });

  test('has no firmware made of the rest of its maker, which came too late', async () => {
    const question = (field: number) => Buffer.of(0x1d, 0x49, field);
    bench = startBench({
      farEnd: (bytes, send) => {
        const asked = Buffer.from(bytes);
        if (asked.includes(question(0x42))) send(Buffer.from('_AC', 'latin1'));
        else if (asked.includes(question(0x41))) send(Buffer.from('ME_CO\0', 'latin1'));
        else bench?.emulator.receive(bytes);
      },
    });
    await bench.until({ state: 'ready' });
    expect(await bench.printer.identify()).toEqual({ name: 'TM-T', firmware: undefined });
  });

  test('is nothing where it does not answer, and it prints as before', async () => {
    bench = startBench({ profile: printerProfile('escpos-80mm-gbk') });
    await bench.until({ state: 'ready' });
    expect(await bench.printer.identify()).toBeUndefined();
    const printed = await bench.printer.print(receiptNumbered('A001'), { beforeFirstByte: () => undefined });
    expect(printed._unsafeUnwrap()).toBe('answered');
    expect(marksOn(bench.emulator.state().receipts)).toEqual([['begin A001', 'end A001']]);
  });

  test('is not asked of a printer that stands still: it would answer in the middle of a later job', async () => {
    bench = startBench();
    await bench.until({ state: 'ready' });
    bench.emulator.setPaper('out');
    await bench.until({ fault: 'PRINTER_PAPER_OUT' });
    expect(await bench.printer.identify()).toBeUndefined();
  });

  test.each([
    ['comes late', [], [0x5f, 0x41, 0x42, 0x00]],
    ['is cut by the time that it is given, and its rest comes late', [0x5f, 0x41], [0x42, 0x00]],
  ])('proves no print where it %s', async (_, inTime, late) => {
    const holds = (bytes: Uint8Array, ...part: number[]) => Buffer.from(bytes).includes(Buffer.from(part));
    let asked = false;
    bench = startBench({
      mmPerSecond: 60,
      farEnd: (bytes, send) => {
        if (holds(bytes, 0x1d, 0x49, 0x43)) {
          asked = true;
          send(Uint8Array.from(inTime));
          return;
        }
        // The question behind the receipt is in the buffer, and the receipt is not on paper.
        if (asked && holds(bytes, 0x1d, 0x72, 0x01)) send(Uint8Array.from(late));
        bench?.emulator.receive(bytes);
      },
    });
    await bench.until({ state: 'ready' });
    expect(await bench.printer.identify()).toBeUndefined();
    const printed = await bench.printer.print(receiptNumbered('A001'), { beforeFirstByte: () => undefined });
    expect(printed._unsafeUnwrap()).toBe('answered');
    expect(marksOn(bench.emulator.state().receipts)).toEqual([['begin A001', 'end A001']]);
  });
});

describe('the profile for it', () => {
  test('is the one whose pattern says the most', () => {
    const [first, second] = shipped;
    if (!first || !second) throw new Error('two profiles');
    const all = [
      { ...first, knownAs: ['ACME *'] },
      { ...second, knownAs: ['ACME P58*'] },
    ];
    expect(profileFor({ name: 'Acme P58-II', firmware: undefined }, all)?.model).toBe(second.model);
    expect(profileFor({ name: 'ACME P80', firmware: undefined }, all)?.model).toBe(first.model);
  });

  test('is none for one that nobody knows, and a pattern is no expression', () => {
    expect(proposed('NOBODY X1')).toBeUndefined();
    const [first] = shipped;
    if (!first) throw new Error('a profile');
    const dotted = [{ ...first, knownAs: ['ACME P.1'] }];
    expect(profileFor({ name: 'ACME PX1', firmware: undefined }, dotted)).toBeUndefined();
  });
});
