import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  minutesUntilCalling,
  numberGiving,
  numberGivingByAppointment,
  opensAfterToday,
} from './number-giving.ts';
import { type HallHours, openSpanAt } from './opening-hours.ts';

/** 2026-11-20 is a Friday. */
const at = (text: string) => Date.parse(`${text}:00+08:00`);
const hours: HallHours = {
  weekly: [1, 2, 3, 4, 5].flatMap((weekday) => [
    { weekday, from: '09:00', to: '12:00', kind: 'regular' as const },
    { weekday, from: '13:00', to: '17:00', kind: 'regular' as const },
  ]),
  exceptions: [],
};

describe('whether a number is given', () => {
  it('always, in a hall without hours', () => {
    expect(numberGiving(undefined, at('2026-11-21T03:00'))).toEqual({ kind: 'open' });
  });

  it('while the hall is open', () => {
    expect(numberGiving(hours, at('2026-11-20T09:00'))).toEqual({ kind: 'open' });
  });

  it('to whoever knows, in the hour before it opens', () => {
    const opensAt = at('2026-11-20T09:00');
    expect(numberGiving(hours, at('2026-11-20T08:00'))).toEqual({
      kind: 'opens-soon',
      opensAt,
      isBreak: false,
    });
    expect(numberGiving(hours, at('2026-11-20T07:59'))).toEqual({ kind: 'closed', opensAt });
  });

  it('all through lunch, for the time behind it, and until nobody is called any more that day', () => {
    const clock = (minutes: number) =>
      `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
    const noon = 12 * 60;
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 180 }), fc.nat(), fc.nat(), (lunch, some, later) => {
        const back = noon + lunch;
        const spans = [
          { weekday: 5, from: '09:00', to: clock(noon), kind: 'regular' as const },
          { weekday: 5, from: clock(back), to: '17:00', kind: 'regular' as const },
        ];
        const withLunch = { weekly: spans, exceptions: [] };
        const now = at('2026-11-20T12:00') + (some % (lunch * 60_000));
        const opensAt = at(`2026-11-20T${clock(back)}`);
        expect(numberGiving(withLunch, now)).toEqual({ kind: 'opens-soon', opensAt, isBreak: true });
        expect(minutesUntilCalling(withLunch, now)).toBe(Math.ceil((opensAt - now) / 60_000));
        const evening = at('2026-11-20T17:00') + (later % (7 * 60 * 60_000));
        expect(numberGiving(withLunch, evening).kind).toBe('closed');
        expect(minutesUntilCalling(withLunch, evening)).toBe(0);
      }),
    );
  });

  it('not in a gap that is no lunch, until an hour before it ends', () => {
    const evening: HallHours = {
      weekly: [
        { weekday: 5, from: '09:00', to: '12:00', kind: 'regular' },
        { weekday: 5, from: '18:00', to: '20:00', kind: 'extended' },
      ],
      exceptions: [],
    };
    const opensAt = at('2026-11-20T18:00');
    expect(numberGiving(evening, at('2026-11-20T12:30'))).toEqual({ kind: 'closed', opensAt });
    expect(numberGiving(evening, at('2026-11-20T17:00'))).toMatchObject({
      kind: 'opens-soon',
      isBreak: false,
    });
  });

  it('not at the weekend, with the day on which it opens again', () => {
    expect(numberGiving(hours, at('2026-11-21T10:00'))).toEqual({
      kind: 'closed',
      opensAt: at('2026-11-23T09:00'),
    });
  });

  it('not for the next day: its numbers are its own', () => {
    const early: HallHours = {
      weekly: [{ weekday: 6, from: '00:00', to: '12:00', kind: 'regular' }],
      exceptions: [],
    };
    expect(numberGiving(early, at('2026-11-20T23:50')).kind).toBe('closed');
    expect(opensAfterToday(early, at('2026-11-20T23:50'))).toBe(at('2026-11-21T00:00'));
  });
});

describe('a hall that has closed early', () => {
  it('opens on another day, not after lunch', () => {
    expect(opensAfterToday(hours, at('2026-11-19T10:00'))).toBe(at('2026-11-20T09:00'));
    expect(opensAfterToday(hours, at('2026-11-20T10:00'))).toBe(at('2026-11-23T09:00'));
    expect(opensAfterToday(undefined, at('2026-11-20T10:00'))).toBeUndefined();
  });
});

describe('hours by appointment', () => {
  /** Saturday 2026-11-21 by appointment until noon, then an hour for all; the next weekday is Monday. */
  const weekend: HallHours = {
    weekly: [
      ...hours.weekly,
      { weekday: 6, from: '09:00', to: '12:00', kind: 'by-appointment' },
      { weekday: 6, from: '12:00', to: '13:00', kind: 'regular' },
    ],
    exceptions: [{ date: '2026-11-28', spans: [{ from: '09:00', to: '12:00', kind: 'by-appointment' }] }],
  };

  it.each([
    ['before the doors open', '2026-11-21T08:30', 'by-appointment', 'opens-soon', '2026-11-21T12:00'],
    ['within them', '2026-11-21T10:00', 'by-appointment', 'open', '2026-11-21T12:00'],
    ['just before the hour for all', '2026-11-21T11:30', 'by-appointment', 'open', '2026-11-21T12:00'],
    ['on a day without any other', '2026-11-28T10:00', 'by-appointment', 'open', '2026-11-30T09:00'],
    ['at night', '2026-11-28T04:00', 'closed', 'closed', '2026-11-30T09:00'],
  ])(
    'are for those who have one, and tell the others when they may come: %s',
    (_, now, walkIn, booked, opensAt) => {
      expect(numberGiving(weekend, at(now))).toEqual({ kind: walkIn, opensAt: at(opensAt) });
      expect(numberGivingByAppointment(weekend, at(now)).kind).toBe(booked);
    },
  );

  it('before hours for all leave a break in which all get numbers, as between any others', () => {
    const spans = [
      { from: '09:00', to: '12:00', kind: 'by-appointment' as const },
      { from: '14:00', to: '17:00', kind: 'regular' as const },
    ];
    const day: HallHours = { weekly: [], exceptions: [{ date: '2026-11-28', spans }] };
    const opensAt = at('2026-11-28T14:00');
    expect(numberGiving(day, at('2026-11-28T11:30'))).toEqual({ kind: 'by-appointment', opensAt });
    const lunch = { kind: 'opens-soon', opensAt, isBreak: true };
    expect(numberGiving(day, at('2026-11-28T12:30'))).toEqual(lunch);
    expect(numberGivingByAppointment(day, at('2026-11-28T12:30'))).toEqual(lunch);
  });

  it('are times in which people are called', () => {
    expect(minutesUntilCalling(weekend, at('2026-11-21T08:30'))).toBe(30);
    expect(minutesUntilCalling(weekend, at('2026-11-21T10:00'))).toBe(0);
  });

  it('are no opening for all after a hall has closed early', () => {
    expect(opensAfterToday(weekend, at('2026-11-27T10:00'))).toBe(at('2026-11-30T09:00'));
  });

  const time = fc.nat({ max: 95 }).map((quarter) => {
    const minutes = String((quarter % 4) * 15).padStart(2, '0');
    return `${String(Math.floor(quarter / 4)).padStart(2, '0')}:${minutes}`;
  });
  const kind = fc.constantFrom('regular' as const, 'extended' as const, 'by-appointment' as const);
  /** Two spans a day that do not overlap. */
  const spans = fc
    .tuple(fc.uniqueArray(time, { minLength: 4, maxLength: 4 }), kind, kind)
    .map(([times, first, second]) => {
      const [a = '', b = '', c = '', d = ''] = times.toSorted();
      return [
        { from: a, to: b, kind: first },
        { from: c, to: d, kind: second },
      ];
    });
  const anyHours = fc.array(fc.tuple(fc.integer({ min: 1, max: 7 }), spans), { maxLength: 7 }).map(
    (days): HallHours => ({
      weekly: [...new Map(days)].flatMap(([weekday, ofDay]) => ofDay.map((span) => ({ ...span, weekday }))),
      exceptions: [],
    }),
  );
  const anyTime = fc.nat({ max: 7 * 24 * 12 }).map((steps) => at('2026-11-16T00:00') + steps * 300_000);

  it('give nobody a number without an appointment, and promise nobody such a time', () => {
    fc.assert(
      fc.property(anyHours, anyTime, (any, now) => {
        const walkIn = numberGiving(any, now);
        const span = openSpanAt(any, now);
        const isForAll = span !== undefined && span.kind !== 'by-appointment';
        expect(walkIn.kind === 'open').toBe(isForAll);
        const opensAt = walkIn.kind === 'open' ? undefined : walkIn.opensAt;
        const opening = opensAt === undefined ? undefined : openSpanAt(any, opensAt);
        expect(opening?.kind).not.toBe('by-appointment');
        expect(opensAt === undefined || (opensAt > now && opening !== undefined)).toBe(true);
        // Whoever is given one with nothing booked is given one with an appointment, too.
        const booked = numberGivingByAppointment(any, now).kind;
        const expected = {
          open: ['open'],
          'opens-soon': ['open', 'opens-soon'],
          'by-appointment': ['open', 'opens-soon'],
          closed: ['closed'],
        };
        expect(expected[walkIn.kind]).toContain(booked);
      }),
    );
  });
});
