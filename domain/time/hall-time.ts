import type { Instant } from './clock.ts';

/** A calendar day in the hall, `yyyy-mm-dd`. Numbers start anew with each. */
export type BusinessDate = string;

/** China keeps one civil time, UTC+8, without summer time since 1992. */
const HALL_OFFSET_MS = 8 * 60 * 60 * 1000;
const DAY_MS = 24 * 60 * 60 * 1000;

/** The hall's calendar day at an instant. */
export function businessDateAt(instant: Instant): BusinessDate {
  return hallIso(instant).slice(0, 10);
}

/** The day `days` after (or, negative, before) a calendar day. */
export function addDays(date: BusinessDate, days: number): BusinessDate {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** The Monday of a calendar day's week. */
export function mondayOf(date: BusinessDate): BusinessDate {
  const sinceMonday = (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;
  return addDays(date, -sinceMonday);
}

/** The instant at which the hall's wall clock has gone `minutes` past the midnight that begins a day. */
export function hallInstant(date: BusinessDate, minutes: number): Instant {
  return Date.parse(`${date}T00:00:00Z`) - HALL_OFFSET_MS + minutes * 60_000;
}

/** Full minutes since the midnight that began the hall's Monday: 0 to 10,079. */
export function minuteOfWeekAt(instant: Instant): number {
  // 1970-01-01 was a Thursday.
  const sinceMonday = instant + HALL_OFFSET_MS + 3 * DAY_MS;
  const weekMs = 7 * DAY_MS;
  return Math.floor((sinceMonday - Math.floor(sinceMonday / weekMs) * weekMs) / 60_000);
}

/** `yyyy-mm-dd HH:MM` as the hall's wall clock shows it. */
export function hallDateTime(instant: Instant): string {
  return hallIso(instant).slice(0, 16).replace('T', ' ');
}

function hallIso(instant: Instant): string {
  return new Date(instant + HALL_OFFSET_MS).toISOString();
}
