import { afterEach, describe, expect, test } from 'vitest';
import { printerProfile } from './profiles.ts';
import type { OutputEvent } from './receipt-printer.ts';
import { type Bench, eventually, marksOn, receiptNumbered, startBench } from './test-bench.ts';

let bench: Bench | undefined;

afterEach(async () => {
  await bench?.close();
  bench = undefined;
});

/** A presenter with so much time to take the paper; its printer is ready. */
async function ready(model: 'kiosk-pyramid' | 'kiosk-custom', takeSeconds: number): Promise<Bench> {
  const profile = printerProfile(model);
  if (profile.presenter === 'none') throw new Error('a printer with a presenter');
  bench = startBench({ profile: { ...profile, presenter: { ...profile.presenter, takeSeconds } } });
  await bench.until({ state: 'ready' });
  return bench;
}

/** Prints, and keeps what becomes of the paper. */
function presented({ printer }: Bench, number: string) {
  const events: OutputEvent[] = [];
  let changed = () => {};
  const result = printer.print(receiptNumbered(number), {
    beforeFirstByte: () => undefined,
    onOutput: (event) => {
      events.push(event);
      changed();
    },
  });
  const until = (wanted: OutputEvent) =>
    eventually(
      (listener) => {
        changed = listener;
        return () => {
          changed = () => {};
        };
      },
      () => events.includes(wanted),
    );
  return { events, result, until };
}

describe.each(['kiosk-pyramid', 'kiosk-custom'] as const)('%s', (model) => {
  const whenLeft = model === 'kiosk-pyramid' ? 'retracted' : 'ejected';

  test('holds the receipt out and tells when it is taken', async () => {
    const b = await ready(model, 60);
    const print = presented(b, 'A001');
    expect((await print.result)._unsafeUnwrap()).toBe('answered');
    await print.until('at-output');
    expect(b.emulator.state().output).toBe('held-out');
    b.emulator.takePaper();
    await print.until('taken');
    expect(print.events).toEqual(['at-output', 'taken']);
  });

  test(`a receipt that nobody takes is ${whenLeft}`, async () => {
    // Long enough that it is seen lying there by a machine under load.
    const b = await ready(model, 2);
    const print = presented(b, 'A001');
    await print.until(whenLeft);
    expect(print.events).toEqual(['at-output', whenLeft]);
    expect(b.emulator.state().output).toBe(whenLeft);
  });

  test('the next receipt does not push one out that still lies there: it is taken away first', async () => {
    const b = await ready(model, 60);
    const first = presented(b, 'A001');
    await first.until('at-output');
    const outputs: string[] = [];
    b.emulator.onChange(() => outputs.push(b.emulator.state().output));
    const second = presented(b, 'A002');
    await second.until('at-output');
    expect(first.events).toEqual(['at-output', whenLeft]);
    expect([...new Set(outputs)]).toEqual([whenLeft, 'held-out']);
    expect(marksOn(b.emulator.state().receipts)).toEqual([
      ['begin A001', 'end A001'],
      ['begin A002', 'end A002'],
    ]);
  });

  test('paper taken in the moment of the next receipt is told as taken', async () => {
    const b = await ready(model, 60);
    const first = presented(b, 'A001');
    await first.until('at-output');
    b.emulator.takePaper();
    const second = presented(b, 'A002');
    await second.until('at-output');
    expect(first.events).toEqual(['at-output', 'taken']);
  });

  test('paper is followed over an unplugged line', async () => {
    const b = await ready(model, 60);
    const print = presented(b, 'A001');
    await print.until('at-output');
    b.pty.unplug();
    await b.until({ state: 'lost' });
    b.emulator.takePaper();
    b.pty.plug();
    await print.until('taken');
    expect(print.events).toEqual(['at-output', 'taken']);
  });
});
