import { ok } from 'neverthrow';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { serialOpener } from '#drivers/transport/serial.ts';
import { createPlaceBench, type PlaceBench } from '../testing/place-bench.ts';
import { surveyLine } from './line-survey.ts';

/** Serial lines where nothing answers, or where nobody waits for it. */

let bench: PlaceBench;

beforeEach(() => {
  bench = createPlaceBench();
});
afterEach(() => bench.close());

test('a line that cannot be opened is closed, and one without a device silent', async () => {
  bench.pty.unplug();
  expect(await bench.probe('receipt-printer')).toEqual({ state: 'closed' });
  bench.pty.plug();
  expect(await bench.probe('receipt-printer')).toEqual({ state: 'silent' });
});

test('a search that is given up lets go of the line at once', async () => {
  const giveUp = new AbortController();
  const asked = bench.probe('receipt-printer', { signal: giveUp.signal });
  giveUp.abort();
  expect(await asked).toEqual({ state: 'silent' });
});

test('a search that was given up before its turn came opens no line', async () => {
  const giveUp = new AbortController();
  const asking = { signal: giveUp.signal, onTurn: () => giveUp.abort() };
  expect(await bench.probe('receipt-printer', asking)).toEqual({ state: 'silent' });
  expect(bench.opened()).toBe(0);
});

test('at a line where nothing speaks no driver has to look, and how far it is is told', async () => {
  expect(await bench.probe('id-card-reader')).toEqual({ state: 'silent' });
  expect(bench.built).toEqual([]);
  expect(bench.steps).toEqual([0, 1, 2, 3, 4].map((done) => ({ done, of: 5 })));
});

test('a line that takes no bytes is given up with the first question', async () => {
  bench.pty.setDeaf(true);
  let questions = 0;
  const survey = await surveyLine({
    path: bench.pty.link,
    questions: [9600, 19_200].map((baudRate) => ({
      question: Uint8Array.of(0x55),
      baudRates: [115_200, baudRate],
      answersWithinMs: 10,
    })),
    open: (path) => {
      // A write is given up after its time on the wire.
      const opener = serialOpener({ path, baudRate: 4_000_000, writeMarginMs: 50 });
      const openFull = async () => {
        const line = (await opener.open())._unsafeUnwrap();
        // More than the line holds.
        await line.write(new Uint8Array(64 * 1024));
        const write: typeof line.write = (bytes) => {
          questions += 1;
          return line.write(bytes);
        };
        return ok({ ...line, write });
      };
      return { ...opener, open: openFull };
    },
    turn: (work) => work(),
    signal: new AbortController().signal,
    tell: (step) => bench.steps.push(step),
  });
  expect(survey._unsafeUnwrap()).toBeUndefined();
  expect(questions).toBe(1);
  expect(bench.steps).toEqual([{ done: 0, of: 3 }]);
});

test('what speaks only after its question was given up is heard all the same', async () => {
  let asked = false;
  bench.pty.onBytes(() => {
    if (!asked) setTimeout(() => bench.pty.send(Uint8Array.of(0x55)), 1000);
    asked = true;
  });
  expect(await bench.probe('id-card-reader')).toEqual({ state: 'silent' });
  // Whatever it is, each driver has looked.
  expect(new Set(bench.built)).toEqual(new Set(['id-card-reader', 'receipt-printer', 'code-scanner']));
}, 60_000);
