import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  emptyForecast,
  forecast,
  learn,
  type ServedRecord,
  type WaitForecast,
  type WaitQuestion,
} from './wait-forecast.ts';

const MINUTE = 60_000;
const START = Date.parse('2026-11-16T00:00:00+08:00');

const instants = fc.integer({ min: 0, max: 28 * 24 * 60 }).map((minutes) => START + minutes * MINUTE);

const openTimes = fc
  .uniqueArray(fc.integer({ min: 0, max: 28 * 24 * 4 }), { maxLength: 8 })
  .map((quarters) => {
    const edges = quarters
      .toSorted((one, other) => one - other)
      .map((quarter) => START + quarter * 15 * MINUTE);
    return edges.flatMap((from, index) => {
      const to = edges[index + 1];
      return index % 2 === 0 && to !== undefined ? [{ from, to }] : [];
    });
  });

/** What a platform could write down, with clocks that jump and counts that are wrong now and then. */
const records: fc.Arbitrary<ServedRecord> = fc
  .record({
    calledAt: fc.oneof({ weight: 20, arbitrary: instants }, { weight: 1, arbitrary: fc.double() }),
    waited: fc.oneof(
      { weight: 20, arbitrary: fc.integer({ min: 0, max: 180 }) },
      { weight: 1, arbitrary: fc.integer({ min: -5000, max: 5000 }) },
    ),
    ahead: fc.oneof(
      { weight: 20, arbitrary: fc.integer({ min: 0, max: 60 }) },
      { weight: 1, arbitrary: fc.double() },
    ),
    countersOpen: fc.oneof(
      { weight: 20, arbitrary: fc.integer({ min: 0, max: 12 }) },
      { weight: 1, arbitrary: fc.double() },
    ),
    countersAtCall: fc.integer({ min: 0, max: 12 }),
    openTimes,
  })
  .map(({ waited, ...record }) => ({ ...record, arrivedAt: record.calledAt - waited * MINUTE }));

const models: fc.Arbitrary<WaitForecast> = fc
  .record({
    serviceMinutes: fc.double({ min: 0.1, max: 120, noNaN: true }),
    history: fc.array(records, { maxLength: 60 }),
    inOrder: fc.boolean(),
  })
  .map(({ serviceMinutes, history, inOrder }) => {
    const ordered = inOrder ? history.toSorted((one, other) => one.calledAt - other.calledAt) : history;
    return ordered.reduce(learn, emptyForecast({ serviceMinutes }));
  });

const questions: fc.Arbitrary<WaitQuestion> = fc.record({
  at: instants,
  ahead: fc.integer({ min: 0, max: 400 }),
  countersOpen: fc.integer({ min: 0, max: 12 }),
  openTimes,
});

it('gives a range around its middle, never negative and never longer than a day', () => {
  fc.assert(
    fc.property(models, questions, (model, question) => {
      const { fromMinutes, middleMinutes, toMinutes } = forecast(model, question);
      expect(fromMinutes).toBeGreaterThanOrEqual(0);
      expect(middleMinutes).toBeGreaterThanOrEqual(fromMinutes);
      expect(toMinutes).toBeGreaterThanOrEqual(middleMinutes);
      expect(toMinutes).toBeLessThanOrEqual(24 * 60);
    }),
  );
});

it('never foretells less for more people ahead', () => {
  fc.assert(
    fc.property(models, questions, fc.integer({ min: 1, max: 50 }), (model, question, more) => {
      const fewer = forecast(model, question);
      const longer = forecast(model, { ...question, ahead: question.ahead + more });
      expect(longer.fromMinutes).toBeGreaterThanOrEqual(fewer.fromMinutes);
      expect(longer.middleMinutes).toBeGreaterThanOrEqual(fewer.middleMinutes);
      expect(longer.toMinutes).toBeGreaterThanOrEqual(fewer.toMinutes);
    }),
  );
});

it('foretells the same after its model was written down as JSON and read again', () => {
  fc.assert(
    fc.property(models, questions, records, (model, question, record) => {
      const read: WaitForecast = JSON.parse(JSON.stringify(model));
      expect(forecast(read, question)).toEqual(forecast(model, question));
      expect(forecast(learn(read, record), question)).toEqual(forecast(learn(model, record), question));
    }),
  );
});

it('answers a question with broken counts as if nothing were known of them', () => {
  fc.assert(
    fc.property(models, instants, (model, at) => {
      const known = forecast(model, { at, ahead: 0, countersOpen: 0 });
      expect(forecast(model, { at, ahead: Number.NaN, countersOpen: Number.NaN })).toEqual(known);
      expect(forecast(model, { at, ahead: -3, countersOpen: -1 })).toEqual(known);
    }),
  );
});

it('grows no larger than a page of text, however many calls it has seen', () => {
  let model = emptyForecast({ serviceMinutes: 7.3 });
  // Around the clock, so that every hour of the week has been seen.
  for (let call = 0; call < 20_000; call += 1) {
    const calledAt = START + call * 7.77 * MINUTE;
    const ahead = (call * 7) % 45;
    model = learn(model, {
      arrivedAt: calledAt - ahead * 3.1 * MINUTE,
      calledAt,
      ahead,
      countersOpen: 1 + (call % 9),
    });
  }
  expect(Object.keys(model.usual.minutesByWeekHour)).toHaveLength(168);
  expect(JSON.stringify(model).length).toBeLessThan(20_000);
});
