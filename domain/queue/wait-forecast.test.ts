import { describe, expect, it } from 'vitest';
import { emptyForecast, forecast, learn, type ServedRecord, type WaitForecast } from './wait-forecast.ts';

const MINUTE = 60_000;
/** A Wednesday. */
const DAY = Date.parse('2026-11-18T00:00:00+08:00');
const at = (hour: number, minute = 0): number => DAY + (hour * 60 + minute) * MINUTE;

const openTimes = [
  { from: at(8, 30), to: at(12) },
  { from: at(13, 30), to: at(17) },
];

/** One counter and always `ahead` people in line, each of whom takes as long as the next of `minutes`. */
function dayOfCalls(model: WaitForecast, from: number, minutes: readonly number[], ahead = 5): WaitForecast {
  let now = from;
  const calls = minutes.map((each) => {
    now += each * MINUTE;
    return now;
  });
  return calls.reduce((learned, calledAt, index) => {
    const arrivedAt =
      index > ahead ? (calls[index - ahead - 1] ?? from) : from - (ahead + 1 - index) * MINUTE;
    return learn(learned, { arrivedAt, calledAt, ahead: Math.min(ahead, index), countersOpen: 1 });
  }, model);
}

const steady = (minutes: number, count: number): number[] => Array.from({ length: count }, () => minutes);

describe('forecast', () => {
  it('goes by the configured time at the counter as long as nothing is known', () => {
    const model = emptyForecast({ serviceMinutes: 6 });
    const range = forecast(model, { at: at(10), ahead: 9, countersOpen: 1 });
    expect(range.fromMinutes).toBeGreaterThan(20);
    expect(range.middleMinutes).toBeGreaterThan(54);
    expect(range.middleMinutes).toBeLessThan(66);
    expect(range.toMinutes).toBeLessThan(150);
    const slower = emptyForecast({ serviceMinutes: 12 });
    const twice = forecast(slower, { at: at(10), ahead: 9, countersOpen: 1 });
    expect(twice.middleMinutes).toBeCloseTo(2 * range.middleMinutes);
  });

  it('shares the people among the counters that are open', () => {
    const model = emptyForecast({ serviceMinutes: 6 });
    const one = forecast(model, { at: at(10), ahead: 30, countersOpen: 1 });
    const four = forecast(model, { at: at(10), ahead: 30, countersOpen: 4 });
    expect(four.middleMinutes).toBeCloseTo(one.middleMinutes / 4);
  });

  it('expects as many counters as usual when none has been opened yet', () => {
    const called = { arrivedAt: at(9), calledAt: at(9), ahead: 0, countersOpen: 4 };
    const model = learn(emptyForecast({ serviceMinutes: 6 }), called);
    const middle = (countersOpen: number): number =>
      forecast(model, { at: at(9, 1), ahead: 11, countersOpen }).middleMinutes;
    expect(middle(0)).toBeCloseTo(middle(4));
    expect(middle(2)).toBeGreaterThan(middle(4));
  });

  it('expects clerks who are away for a moment to come back', () => {
    let model = emptyForecast({ serviceMinutes: 6 });
    for (let call = 0; call < 100; call += 1) {
      const calledAt = at(8) + call * 2 * MINUTE;
      model = learn(model, { arrivedAt: calledAt - 10 * MINUTE, calledAt, ahead: 4, countersOpen: 4 });
    }
    const middle = (countersOpen: number): number =>
      forecast(model, { at: at(11, 20), ahead: 20, countersOpen }).middleMinutes;
    expect(middle(1)).toBeGreaterThan(middle(4) * 1.1);
    expect(middle(1)).toBeLessThan(middle(4) * 2);
  });

  it('puts off what lunch cuts off', () => {
    const model = emptyForecast({ serviceMinutes: 10 });
    const question = { at: at(11, 30), ahead: 5, countersOpen: 1 };
    const through = forecast(model, question).middleMinutes;
    const put = forecast(model, { ...question, openTimes }).middleMinutes;
    // Three are called before noon; a fresh start at half past one spares less than one call.
    expect(put).toBeGreaterThan(through + 80);
    expect(put).toBeLessThanOrEqual(through + 90);
  });

  it('expects one person for each counter to be called when the doors open', () => {
    const model = learn(emptyForecast({ serviceMinutes: 10 }), {
      arrivedAt: at(9),
      calledAt: at(9),
      ahead: 0,
      countersOpen: 8,
      openTimes,
    });
    const early = { at: at(13, 20), countersOpen: 8, openTimes };
    expect(forecast(model, { ...early, ahead: 3 }).middleMinutes).toBeLessThan(12);
    expect(forecast(model, { ...early, ahead: 3 }).fromMinutes).toBeGreaterThanOrEqual(10);
    expect(forecast(model, { ...early, ahead: 20 }).middleMinutes).toBeGreaterThan(20);
  });

  it('lets two open times that touch count as one', () => {
    const model = emptyForecast({ serviceMinutes: 10 });
    const question = { at: at(11), ahead: 12, countersOpen: 1 };
    const whole = forecast(model, { ...question, openTimes: [{ from: at(9), to: at(18) }] });
    const split = forecast(model, {
      ...question,
      openTimes: [
        { from: at(9), to: at(12) },
        { from: at(12), to: at(18) },
      ],
    });
    expect(split).toEqual(whole);
  });

  it('serves after closing who still waits', () => {
    const model = emptyForecast({ serviceMinutes: 10 });
    const { middleMinutes } = forecast(model, { at: at(16, 50), ahead: 5, countersOpen: 1, openTimes });
    expect(middleMinutes).toBeGreaterThan(50);
    expect(middleMinutes).toBeLessThan(70);
  });
});

describe('learn', () => {
  const question = { at: at(12), ahead: 5, countersOpen: 1 };

  it('finds out how long people really take', () => {
    const learned = dayOfCalls(emptyForecast({ serviceMinutes: 15 }), at(8), steady(4, 60));
    const { middleMinutes } = forecast(learned, question);
    expect(middleMinutes).toBeGreaterThan(20);
    expect(middleMinutes).toBeLessThan(29);
  });

  it('narrows the range of a queue that is steady, and not of one that is not', () => {
    const uneven = Array.from({ length: 30 }, (_, index) => [1, 15][Math.floor(index / 6) % 2] ?? 8);
    const width = (model: WaitForecast): number => {
      const { fromMinutes, toMinutes } = forecast(model, question);
      return toMinutes - fromMinutes;
    };
    const empty = emptyForecast({ serviceMinutes: 8 });
    const calm = dayOfCalls(empty, at(8), steady(8, 30));
    expect(width(calm)).toBeLessThan(width(empty));
    expect(width(dayOfCalls(empty, at(8), uneven))).toBeGreaterThan(width(calm));
  });

  it('holds those who are called at once, and about four of five of a queue where many are', () => {
    let model = emptyForecast({ serviceMinutes: 10 });
    const waits = Array.from({ length: 400 }, (_, index) => (index % 2 === 0 ? 0 : (index * 7) % 20));
    for (const [index, waited] of waits.entries()) {
      const calledAt = at(8) + index * 30 * MINUTE;
      model = learn(model, { arrivedAt: calledAt - waited * MINUTE, calledAt, ahead: 0, countersOpen: 1 });
    }
    const range = forecast(model, { at: at(8) + 400 * 30 * MINUTE, ahead: 0, countersOpen: 1 });
    const held = waits.filter((waited) => range.fromMinutes <= waited && waited <= range.toMinutes);
    expect(range.fromMinutes).toBe(0);
    expect(held.length / waits.length).toBeGreaterThan(0.74);
    expect(held.length / waits.length).toBeLessThan(0.86);
  });

  it('follows a slower clerk within the day, and has forgotten the faster one after some days', () => {
    let model = emptyForecast({ serviceMinutes: 5 });
    for (let day = -20; day < 0; day += 1)
      model = dayOfCalls(model, at(8) + day * 24 * 60 * MINUTE, steady(5, 60));
    const before = forecast(model, question).middleMinutes;
    model = dayOfCalls(model, at(8), steady(10, 24));
    const sameDay = forecast(model, question).middleMinutes;
    for (let day = 1; day < 21; day += 1)
      model = dayOfCalls(model, at(8) + day * 24 * 60 * MINUTE, steady(10, 40));
    const later = forecast(model, { ...question, at: at(12) + 21 * 24 * 60 * MINUTE }).middleMinutes;
    expect(before).toBeGreaterThan(26);
    expect(before).toBeLessThan(34);
    expect(sameDay).toBeGreaterThan(before * 1.25);
    expect(later).toBeGreaterThan(52);
    expect(later).toBeLessThan(68);
  });

  it('knows the slow hours of a weekday', () => {
    let model = emptyForecast({ serviceMinutes: 6 });
    for (let week = -6; week < 0; week += 1) {
      const shift = week * 7 * 24 * 60 * MINUTE;
      model = dayOfCalls(model, at(9) + shift, steady(3, 20));
      model = dayOfCalls(model, at(14) + shift, steady(9, 20));
    }
    const middle = (hour: number): number => forecast(model, { ...question, at: at(hour) }).middleMinutes;
    expect(middle(14)).toBeGreaterThan(middle(9) * 1.3);
  });

  it('does not take an empty queue or the night for slow service', () => {
    const busy = dayOfCalls(emptyForecast({ serviceMinutes: 5 }), at(8), steady(5, 40));
    // One who comes now and then, and is called at once.
    const quiet = [2, 4, 6].reduce(
      (model, hours) =>
        learn(model, {
          arrivedAt: at(12) + hours * 60 * MINUTE,
          calledAt: at(12) + hours * 60 * MINUTE,
          ahead: 0,
          countersOpen: 1,
        }),
      busy,
    );
    expect(quiet.usual.minutes).toEqual(busy.usual.minutes);
    const overnight = learn(busy, { arrivedAt: at(11), calledAt: at(33), ahead: 3, countersOpen: 1 });
    expect(overnight.usual.minutes).toEqual(busy.usual.minutes);
  });

  it('counts the open time alone between two calls, and one stopped hall as a few calls at most', () => {
    const first = learn(emptyForecast({ serviceMinutes: 5 }), {
      arrivedAt: at(11, 40),
      calledAt: at(11, 55),
      ahead: 1,
      countersOpen: 2,
      openTimes,
    });
    const second: ServedRecord = {
      arrivedAt: at(11, 45),
      calledAt: at(13, 35),
      ahead: 2,
      countersOpen: 2,
      openTimes,
    };
    expect(learn(first, second).usual.minutes).toEqual({ weight: 1, sum: 20 });
    expect(learn(first, { ...second, openTimes: [] }).usual.minutes).toEqual({ weight: 1, sum: 40 });
  });

  it('leaves aside records that make no sense', () => {
    const model = dayOfCalls(emptyForecast({ serviceMinutes: 5 }), at(8), steady(5, 10));
    const good: ServedRecord = { arrivedAt: at(9), calledAt: at(9, 20), ahead: 2, countersOpen: 1 };
    expect(learn(model, good)).not.toBe(model);
    const broken: Partial<ServedRecord>[] = [
      ...[at(8, 59), at(9 + 25), Number.NaN].map((calledAt) => ({ calledAt })),
      ...[-1, Number.NaN, Number.POSITIVE_INFINITY].map((ahead) => ({ ahead })),
      ...[-2, Number.NaN].map((countersOpen) => ({ countersOpen })),
      { arrivedAt: Number.NEGATIVE_INFINITY },
      { countersAtCall: -1 },
    ];
    for (const part of broken) expect(learn(model, { ...good, ...part })).toBe(model);
  });

  it('goes on after the clock was set back by an hour', () => {
    const model = dayOfCalls(emptyForecast({ serviceMinutes: 5 }), at(9), steady(5, 24));
    const back = dayOfCalls(model, at(10), steady(5, 24));
    const { middleMinutes } = forecast(back, question);
    expect(middleMinutes).toBeGreaterThan(24);
    expect(middleMinutes).toBeLessThan(36);
  });

  it('takes no harm from a clock that was years ahead for one call', () => {
    const model = dayOfCalls(emptyForecast({ serviceMinutes: 5 }), at(9), steady(5, 24));
    const ahead = at(9) + 3000 * 24 * 60 * MINUTE;
    const jumped = learn(model, { arrivedAt: ahead, calledAt: ahead, ahead: 0, countersOpen: 1 });
    const { middleMinutes } = forecast(dayOfCalls(jumped, at(10), steady(5, 24)), question);
    expect(middleMinutes).toBeGreaterThan(24);
    expect(middleMinutes).toBeLessThan(36);
  });
});
