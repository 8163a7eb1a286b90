import { useSyncExternalStore } from 'react';
import { useNow } from '../ui/use-now.ts';
import { useDesk } from './desk-context.ts';
import type { DeskLanguage } from './desk-language.ts';

/** China keeps one civil time; the hall's clock is never the browser's. */
const HALL_TIME_ZONE = 'Asia/Shanghai';

/** The time by the platform's clock, ms since the epoch, told anew at each second. */
export function usePlatformNow(): number {
  const { live } = useDesk();
  const { clockOffset } = useSyncExternalStore(live.subscribe, live.snapshot);
  return useNow() + clockOffset;
}

const MINUTE_MS = 60_000;
const LOOK_MS = 1_000;

function everySecond(listener: () => void): () => void {
  const timer = setInterval(listener, LOOK_MS);
  return () => clearInterval(timer);
}

/** The same to the full minute, told anew when it changes: for long lists that show minutes. */
export function usePlatformMinute(): number {
  const { live } = useDesk();
  return useSyncExternalStore(
    everySecond,
    () => Math.floor((Date.now() + live.snapshot().clockOffset) / MINUTE_MS) * MINUTE_MS,
  );
}

/** `09:31` in the hall. */
export function clockTime(instant: string | number): string {
  return TIME.format(new Date(instant));
}

const TIME = new Intl.DateTimeFormat('en-GB', {
  timeZone: HALL_TIME_ZONE,
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** The day and its weekday in the hall. */
export function dayInWords(instant: string | number, language: DeskLanguage): string {
  return new Intl.DateTimeFormat(language, {
    timeZone: HALL_TIME_ZONE,
    month: 'long',
    day: 'numeric',
    weekday: 'short',
  }).format(new Date(instant));
}

/** A calendar day with its weekday. */
export function dateInWords(date: string, language: DeskLanguage): string {
  return dayInWords(`${date}T12:00:00+08:00`, language);
}

/** The calendar day in the hall, `yyyy-mm-dd`. */
export function hallDay(instant: number): string {
  return DAY.format(instant);
}

// The Canadian way of writing a date is the one of ISO 8601.
const DAY = new Intl.DateTimeFormat('en-CA', {
  timeZone: HALL_TIME_ZONE,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** Whole minutes from then to now; never below 0, as clocks differ a little. */
export function minutesSince(then: string, now: number): number {
  return Math.max(0, Math.floor((now - Date.parse(then)) / MINUTE_MS));
}

/** `1:05` since then. */
export function stopwatch(then: string, now: number): string {
  const seconds = Math.max(0, Math.floor((now - Date.parse(then)) / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
