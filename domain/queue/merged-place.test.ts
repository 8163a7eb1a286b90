import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergedPlace, type TicketTimes } from './merged-place.ts';

const at = (time: string) => Date.parse(`2026-11-21T${time}+08:00`);
const HOUR = 60 * 60 * 1000;

describe('mergedPlace', () => {
  const cut: TicketTimes = {
    issuedAt: at('10:00:00'),
    takenAt: at('11:00:00'),
    lastContactAt: at('09:00:00'),
    clockOffset: 0,
  };

  it('is the time at which the ticket was given', () => {
    expect(mergedPlace(cut)).toBe(at('10:00:00'));
  });

  it('takes the difference of the clocks out: one that is ahead gives later times than it should', () => {
    expect(mergedPlace({ ...cut, issuedAt: at('10:20:00'), clockOffset: 20 * 60_000 })).toBe(at('10:00:00'));
    expect(mergedPlace({ ...cut, issuedAt: at('09:40:00'), clockOffset: -20 * 60_000 })).toBe(at('10:00:00'));
  });

  it('is a whole millisecond, though the difference is measured more finely', () => {
    expect(mergedPlace({ ...cut, clockOffset: 1234.56 })).toBe(at('10:00:00') - 1235);
  });

  it('is not before the last contact, whatever the terminal takes the day for', () => {
    expect(mergedPlace({ ...cut, issuedAt: 0 })).toBe(cut.lastContactAt);
    expect(mergedPlace({ ...cut, issuedAt: at('10:00:00') - 24 * HOUR })).toBe(cut.lastContactAt);
  });

  it('is not behind the arrival', () => {
    expect(mergedPlace({ ...cut, issuedAt: at('23:00:00') })).toBe(cut.takenAt);
    expect(mergedPlace({ ...cut, clockOffset: Number.NaN })).toBe(cut.takenAt);
    // The platform's clock was set back during the cut: the arrival is all that it knows.
    expect(mergedPlace({ ...cut, lastContactAt: at('12:00:00') })).toBe(cut.takenAt);
  });

  it('lies between contact and arrival for any clock, and is whole', () => {
    fc.assert(
      fc.property(
        fc.double(),
        fc.double(),
        fc.nat({ max: 1e9 }),
        fc.nat({ max: 1e9 }),
        (issuedAt, clockOffset, from, length) => {
          const place = mergedPlace({ issuedAt, clockOffset, lastContactAt: from, takenAt: from + length });
          expect(place).toBeGreaterThanOrEqual(from);
          expect(place).toBeLessThanOrEqual(from + length);
          expect(Number.isInteger(place)).toBe(true);
        },
      ),
    );
  });

  it('puts tickets of two terminals in their true order, however wrong their clocks are, if the error is known', () => {
    const instant = fc.integer({ min: at('09:00:00'), max: at('11:00:00') });
    const clockOffset = fc.integer({ min: -24 * HOUR, max: 24 * HOUR });
    fc.assert(
      fc.property(instant, instant, clockOffset, clockOffset, (one, other, oneOffset, otherOffset) => {
        const place = (given: number, offset: number) =>
          mergedPlace({ ...cut, issuedAt: given + offset, clockOffset: offset });
        expect(place(one, oneOffset) - place(other, otherOffset)).toBe(one - other);
      }),
    );
  });

  it('keeps the order of a terminal whose clock jumps, when each place bounds the next', () => {
    const jumps = fc.array(fc.integer({ min: -3 * HOUR, max: 3 * HOUR }), { minLength: 2, maxLength: 20 });
    fc.assert(
      fc.property(jumps, (offsets) => {
        let lastContactAt = cut.lastContactAt;
        for (const [index, jump] of offsets.entries()) {
          const place = mergedPlace({
            ...cut,
            issuedAt: at('09:30:00') + index * 60_000 + jump,
            lastContactAt,
          });
          expect(place).toBeGreaterThanOrEqual(lastContactAt);
          lastContactAt = place;
        }
        expect(lastContactAt).toBeLessThanOrEqual(cut.takenAt);
      }),
    );
  });
});
