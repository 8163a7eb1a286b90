import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hallDateTime } from '../time/hall-time.ts';
import { closesAt, type DaySpan, type HallHours, nextOpening, openSpanAt } from './opening-hours.ts';

const at = (text: string) => Date.parse(`${text.replace(' ', 'T')}:00+08:00`);
const workdays = [1, 2, 3, 4, 5];

/** Saturday is 2026-11-21. Monday to Friday with lunch, Wednesday longer, Saturday morning by appointment. */
const hours: HallHours = {
  weekly: [
    ...workdays.map((weekday) => ({ weekday, from: '13:30', to: '17:30', kind: 'regular' as const })),
    ...workdays.map((weekday) => ({ weekday, from: '08:30', to: '12:00', kind: 'regular' as const })),
    { weekday: 3, from: '17:30', to: '19:00', kind: 'extended' },
    { weekday: 6, from: '09:00', to: '12:00', kind: 'by-appointment' },
  ],
  exceptions: [
    { date: '2026-11-24', spans: [] },
    { date: '2026-11-29', spans: [{ from: '10:00', to: '11:00', kind: 'regular' }] },
  ],
};

const openAt = (text: string) => openSpanAt(hours, at(text))?.kind;
const nextAt = (text: string, given = hours) => {
  const next = nextOpening(given, at(text));
  return next && `${hallDateTime(next.from)} ${next.kind}`;
};
const closingAt = (text: string, given = hours) => {
  const closing = closesAt(given, at(text));
  return closing === undefined ? undefined : hallDateTime(closing);
};

describe('openSpanAt', () => {
  it('goes by the weekday, begins on the minute and ends before it', () => {
    expect(openAt('2026-11-23 08:29')).toBeUndefined();
    expect(openAt('2026-11-23 08:30')).toBe('regular');
    expect(openAt('2026-11-23 11:59')).toBe('regular');
    expect(openAt('2026-11-23 12:00')).toBeUndefined();
    expect(openAt('2026-11-25 17:30')).toBe('extended');
    expect(openAt('2026-11-21 09:30')).toBe('by-appointment');
    expect(openAt('2026-11-22 10:30')).toBeUndefined();
  });

  it('goes by the exception alone on a day that has one', () => {
    expect(openAt('2026-11-24 10:00')).toBeUndefined();
    expect(openAt('2026-11-29 10:30')).toBe('regular');
    expect(openAt('2026-11-29 11:00')).toBeUndefined();
  });

  it('gives the span with its instants', () => {
    expect(openSpanAt(hours, at('2026-11-23 14:00'))).toEqual({
      date: '2026-11-23',
      kind: 'regular',
      from: at('2026-11-23 13:30'),
      to: at('2026-11-23 17:30'),
    });
  });
});

describe('nextOpening', () => {
  it('is behind lunch, tomorrow, behind the weekend, behind a closed day', () => {
    expect(nextAt('2026-11-23 12:10')).toBe('2026-11-23 13:30 regular');
    expect(nextAt('2026-11-25 20:00')).toBe('2026-11-26 08:30 regular');
    expect(nextAt('2026-11-21 12:00')).toBe('2026-11-23 08:30 regular');
    expect(nextAt('2026-11-23 18:00')).toBe('2026-11-25 08:30 regular');
    expect(nextAt('2026-11-28 13:00')).toBe('2026-11-29 10:00 regular');
  });

  it('comes only after the instant, and is no mere continuation of what is open', () => {
    expect(nextAt('2026-11-23 08:29')).toBe('2026-11-23 08:30 regular');
    expect(nextAt('2026-11-23 08:30')).toBe('2026-11-23 13:30 regular');
    expect(nextAt('2026-11-25 17:00')).toBe('2026-11-26 08:30 regular');
  });

  it('is looked for over sixty days and no longer', () => {
    const only = (date: string): HallHours => ({
      weekly: [],
      exceptions: [{ date, spans: [{ from: '08:30', to: '12:00', kind: 'regular' }] }],
    });
    expect(nextAt('2026-11-21 09:00', only('2027-01-20'))).toBe('2027-01-20 08:30 regular');
    expect(nextAt('2026-11-21 09:00', only('2027-01-21'))).toBeUndefined();
    expect(nextAt('2026-11-21 09:00', { weekly: [], exceptions: [] })).toBeUndefined();
  });
});

describe('closesAt', () => {
  it('is the end of the morning, and with longer service the end of that', () => {
    expect(closingAt('2026-11-23 09:00')).toBe('2026-11-23 12:00');
    expect(closingAt('2026-11-23 14:00')).toBe('2026-11-23 17:30');
    expect(closingAt('2026-11-25 14:00')).toBe('2026-11-25 19:00');
    expect(closingAt('2026-11-23 12:30')).toBeUndefined();
  });
});

describe('midnight', () => {
  const night: HallHours = {
    weekly: [
      { weekday: 5, from: '20:00', to: '24:00', kind: 'extended' },
      { weekday: 6, from: '00:00', to: '02:00', kind: 'extended' },
    ],
    exceptions: [],
  };
  const always: HallHours = {
    weekly: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
      weekday,
      from: '00:00',
      to: '24:00',
      kind: 'regular',
    })),
    exceptions: [],
  };

  it('does not close a hall whose hours go on behind it', () => {
    expect(closingAt('2026-11-20 23:59', night)).toBe('2026-11-21 02:00');
    expect(closingAt('2026-11-21 00:00', night)).toBe('2026-11-21 02:00');
    expect(nextAt('2026-11-20 21:00', night)).toBe('2026-11-27 20:00 extended');
    expect(nextAt('2026-11-20 23:59', { ...night, weekly: night.weekly.toReversed() })).toBe(
      '2026-11-27 20:00 extended',
    );
  });

  it('belongs to the hall, not to Greenwich', () => {
    expect(openSpanAt(night, Date.parse('2026-11-20T11:59:59.999Z'))).toBeUndefined();
    expect(openSpanAt(night, Date.parse('2026-11-20T12:00:00Z'))?.date).toBe('2026-11-20');
    expect(openSpanAt(night, Date.parse('2026-11-20T16:00:00Z'))?.date).toBe('2026-11-21');
  });

  it('ends nothing in a hall that never closes', () => {
    expect(nextAt('2026-11-21 09:00', always)).toBeUndefined();
    expect(closesAt(always, at('2026-11-21 09:00'))).toBeGreaterThan(at('2027-01-20 00:00'));
  });
});

describe('any hours', () => {
  const time = fc.nat({ max: 24 * 4 }).map((quarters) => {
    const hour = String(Math.floor(quarters / 4)).padStart(2, '0');
    return `${hour}:${String((quarters % 4) * 15).padStart(2, '0')}`;
  });
  const span = fc.record({
    from: time,
    to: time,
    kind: fc.constantFrom('regular' as const, 'extended' as const, 'by-appointment' as const),
  });
  const anyHours: fc.Arbitrary<HallHours> = fc.record({
    weekly: fc.array(
      fc.tuple(span, fc.integer({ min: 1, max: 7 })).map(([each, weekday]) => ({ ...each, weekday })),
      { maxLength: 12 },
    ),
    exceptions: fc.array(
      fc.record({
        date: fc.constantFrom('2026-11-21', '2026-11-23'),
        spans: fc.array<DaySpan>(span, { maxLength: 3 }),
      }),
      { maxLength: 2 },
    ),
  });
  const minutes = fc.nat({ max: 10 * 24 * 60 });

  it('open at their next opening and not before, and close when they say', () => {
    let openings = 0;
    fc.assert(
      fc.property(anyHours, minutes, (given, minute) => {
        const now = at('2026-11-20 00:00') + minute * 60_000;
        const open = openSpanAt(given, now);
        const closing = closesAt(given, now);
        expect(closing === undefined).toBe(open === undefined);
        const until = closing ?? now;
        if (closing !== undefined && openSpanAt(given, closing)) throw new Error('open when it closes');
        const next = nextOpening(given, now);
        const watchUntil = Math.min(next?.from ?? Number.POSITIVE_INFINITY, until + 8 * 24 * 3_600_000);
        for (let instant = now; instant < watchUntil; instant += 15 * 60_000) {
          const isOpen = openSpanAt(given, instant) !== undefined;
          if (isOpen !== instant < until) throw new Error(`${hallDateTime(instant)} is open: ${isOpen}`);
        }
        if (!next) return;
        openings += 1;
        if (!openSpanAt(given, next.from) || openSpanAt(given, next.from - 1))
          throw new Error('opens nothing');
      }),
      { numRuns: 300 },
    );
    expect(openings).toBeGreaterThan(100);
  });
});
