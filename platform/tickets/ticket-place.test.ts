import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeOf, type TerminalContact } from './ticket-place.ts';

const MINUTE_MS = 60_000;
const NOON = Date.parse('2026-11-23T04:00:00Z');
const at = (minutes: number) => NOON + minutes * MINUTE_MS;
const date = (minutes: number) => new Date(at(minutes));

/** Heard until noon, cut off, and heard again from ten past on. */
const cutOff: TerminalContact = {
  clockOffsetMs: 0,
  contactSince: date(10),
  contactBefore: date(0),
  offsetBeforeMs: 0,
  lastPlace: null,
};

describe('the place of a ticket', () => {
  it('is when it was given, though it arrives later', () => {
    expect(placeOf(cutOff, at(4), at(10), at(9))).toBe(at(4));
    expect(placeOf(cutOff, at(11), at(11), at(11))).toBe(at(11));
  });

  it('is judged by the clock that the terminal had before the cut, when it was set right after it', () => {
    const wasAhead = { ...cutOff, offsetBeforeMs: 3 * MINUTE_MS };
    expect(placeOf(wasAhead, at(4 + 3), at(10), undefined)).toBe(at(4));
    const isAhead = { ...wasAhead, clockOffsetMs: 3 * MINUTE_MS };
    expect(placeOf(isAhead, at(4 + 3), at(10), undefined)).toBe(at(4));
    expect(placeOf(isAhead, at(11 + 3), at(11), undefined)).toBe(at(11));
  });

  it('is never before what the terminal gave before it, and never before it was heard last', () => {
    expect(placeOf(cutOff, 0, at(10), undefined)).toBe(at(0));
    expect(placeOf({ ...cutOff, lastPlace: date(5) }, 0, at(10), undefined)).toBe(at(5));
  });

  it('is that of the latest while the platform’s own clock is behind it', () => {
    expect(placeOf(cutOff, at(4), at(-50), at(9))).toBe(at(9));
  });

  it('is the arrival where nothing is known of the terminal', () => {
    const unheard = { ...cutOff, clockOffsetMs: null, contactSince: null, contactBefore: null };
    expect(placeOf(unheard, at(4), at(10), undefined)).toBe(at(10));
  });

  it('never jumps before the last contact nor behind the arrival, whatever clocks say', () => {
    const offset = fc.option(fc.integer({ min: -300_000, max: 300_000 }));
    const minute = fc.integer({ min: 0, max: 600 });
    fc.assert(
      fc.property(
        offset,
        offset,
        minute,
        minute,
        fc.integer({ min: 0, max: 2 ** 42 }),
        (one, two, cut, back, issued) => {
          const contact: TerminalContact = {
            clockOffsetMs: one,
            offsetBeforeMs: two,
            contactBefore: date(0),
            contactSince: date(cut),
            lastPlace: null,
          };
          const place = placeOf(contact, issued, at(cut + back), undefined);
          expect(place).toBeGreaterThanOrEqual(at(0));
          expect(place).toBeLessThanOrEqual(at(cut + back));
        },
      ),
    );
  });
});
