import { describe, expect, it } from 'vitest';
import { afterBooking, afterCancelling, afterMove, foundAgain, type Shown } from './shown.ts';

const nothing: Shown = { found: undefined, slip: undefined, isMoved: false };
const nine = { from: '2026-11-23T01:00:00Z', to: '2026-11-23T01:30:00Z' };
const eleven = { from: '2026-11-23T03:00:00Z', to: '2026-11-23T03:30:00Z' };
const slip = { code: 'ABCD-EF23-9XYZ', address: null };
const serviceName = { 'zh-CN': '不动产转移登记' };
const booked = afterBooking(nothing, { ...slip, ...nine, serviceName });

describe('the slip on the screen', () => {
  it('is the one of what was booked', () => {
    expect(booked).toEqual({ ...nothing, slip: { ...slip, ...nine, serviceName, isNew: true } });
  });

  it('tells the new time behind a move, and is no more that of a booking', () => {
    const moved = afterMove(booked, { serviceName }, { ...eleven, slip });
    expect(moved).toEqual({
      ...nothing,
      slip: { ...slip, ...eleven, serviceName, isNew: false },
      isMoved: true,
    });
    expect(afterBooking(moved, { ...slip, ...nine, serviceName })).toEqual(booked);
  });

  it('is gone when one was moved that has none, or one was cancelled', () => {
    expect(afterMove(booked, { serviceName }, { ...eleven, slip: null })).toEqual({
      ...nothing,
      isMoved: true,
    });
    expect(afterCancelling({ ...booked, isMoved: true })).toEqual(nothing);
  });
});

describe('what was found', () => {
  const found: Shown = { ...booked, found: { asked: slip.code, appointments: [] } };

  it('stands as it is found again, and not at all when that failed', () => {
    const appointments = [
      {
        appointmentId: 'a1',
        serviceId: 'estate-transfer',
        serviceName,
        ...eleven,
        state: 'booked' as const,
        moved: null,
        insteadOf: null,
        slip,
      },
    ];
    const now = { asked: slip.code, appointments };
    expect(foundAgain(found, now)).toEqual({ ...found, found: now });
    const unknown = { asked: slip.code, appointments: undefined };
    expect(foundAgain(found, unknown)).toEqual({ ...found, found: unknown });
  });

  it('is not there again once something else was asked, or the day shows', () => {
    const late = { asked: 'XXXX-XXXX-XXXX', appointments: [] };
    expect(foundAgain(found, late)).toBe(found);
    expect(foundAgain(booked, late)).toBe(booked);
  });
});
