import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkIn } from './check-in.ts';

const at = (time: string) => Date.parse(`2026-11-21T${time}+08:00`);
const slot = { from: at('10:00:00'), to: at('10:30:00') };
const rules = { earlyMinutes: 15, lateMinutes: 20 };

describe('checkIn', () => {
  it('says when to come back to who comes too early', () => {
    expect(checkIn(slot, at('09:44:59'), rules)).toEqual({ kind: 'too-early', comeAt: at('09:45:00') });
  });

  it('gives priority from then on to the end of the slot', () => {
    const onTime = { kind: 'on-time', priorityClass: 'appointment' };
    expect(checkIn(slot, at('09:45:00'), rules)).toEqual(onTime);
    expect(checkIn(slot, at('10:29:59'), rules)).toEqual(onTime);
  });

  it('gives an ordinary ticket to who is late, and to who missed it', () => {
    expect(checkIn(slot, at('10:30:00'), rules)).toEqual({
      kind: 'late',
      priorityClass: 'ordinary',
      minutes: 0,
    });
    expect(checkIn(slot, at('10:49:59'), rules)).toEqual({
      kind: 'late',
      priorityClass: 'ordinary',
      minutes: 19,
    });
    expect(checkIn(slot, at('10:50:00'), rules)).toEqual({
      kind: 'missed',
      priorityClass: 'ordinary',
      minutes: 20,
    });
  });

  it('knows no late ones where the hall allows none, and no early ones either', () => {
    const strict = { earlyMinutes: 0, lateMinutes: 0 };
    expect(checkIn(slot, slot.from - 1, strict).kind).toBe('too-early');
    expect(checkIn(slot, slot.from, strict).kind).toBe('on-time');
    expect(checkIn(slot, slot.to, strict).kind).toBe('missed');
  });

  it('refuses nobody and never goes back: early, on time, late, missed', () => {
    const kinds = ['too-early', 'on-time', 'late', 'missed'];
    const instants = fc.array(fc.integer({ min: at('09:00:00'), max: at('12:00:00') }), { minLength: 2 });
    const limits = fc.record({ earlyMinutes: fc.nat({ max: 60 }), lateMinutes: fc.nat({ max: 60 }) });
    fc.assert(
      fc.property(instants, limits, (nows, given) => {
        const order = nows
          .toSorted((one, other) => one - other)
          .map((now) => kinds.indexOf(checkIn(slot, now, given).kind));
        expect(order).toEqual(order.toSorted((one, other) => one - other));
        expect(order).not.toContain(-1);
      }),
    );
  });

  it('has whoever comes back at the time he was told come in time', () => {
    fc.assert(
      fc.property(fc.nat({ max: 600 }), fc.nat({ max: 120 }), (minutesBefore, earlyMinutes) => {
        const early = checkIn(slot, slot.from - minutesBefore * 60_000, { ...rules, earlyMinutes });
        const back = early.kind === 'too-early' ? early.comeAt : slot.from;
        expect(checkIn(slot, back, { ...rules, earlyMinutes }).kind).toBe('on-time');
      }),
    );
  });
});
