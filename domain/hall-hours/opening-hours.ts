import type { Instant } from '../time/clock.ts';
import { addDays, type BusinessDate, businessDateAt, hallInstant } from '../time/hall-time.ts';

/** extended = 延时服务, by-appointment = weekend 预约服务. */
export const spanKinds = ['regular', 'extended', 'by-appointment'] as const;
export type SpanKind = (typeof spanKinds)[number];

/** Hall time, `HH:MM`, from included, to not; `to` may be `24:00`. Lunch is the gap between two spans. */
export type DaySpan = { readonly from: string; readonly to: string; readonly kind: SpanKind };

export type HallHours = {
  /** Weekday 1 (Monday) to 7. */
  readonly weekly: readonly (DaySpan & { readonly weekday: number })[];
  /** Days that go by their own spans alone; without any the hall is closed (holidays). */
  readonly exceptions: readonly { readonly date: BusinessDate; readonly spans: readonly DaySpan[] }[];
};

export type OpenSpan = {
  readonly date: BusinessDate;
  readonly kind: SpanKind;
  /** Included. */
  readonly from: Instant;
  /** Not included. */
  readonly to: Instant;
};

/** Further ahead nobody looks: a hall without an opening in this time has no hours. */
const DAYS_AHEAD = 60;

/** The span in which the hall is open at an instant, or undefined when it is closed. */
export function openSpanAt(hours: HallHours, instant: Instant): OpenSpan | undefined {
  return spansOf(hours, businessDateAt(instant)).find(({ from, to }) => from <= instant && instant < to);
}

/** The hours in which also those come who have booked nothing: without weekend 预约服务. */
export function walkInHours({ weekly, exceptions }: HallHours): HallHours {
  const isForAll = ({ kind }: DaySpan) => kind !== 'by-appointment';
  return {
    weekly: weekly.filter(isForAll),
    exceptions: exceptions.map(({ date, spans }) => ({ date, spans: spans.filter(isForAll) })),
  };
}

/**
 * The next time the doors open after an instant, within 60 days. A span that only continues the one before it
 * (延时服务 after the regular hours) opens nothing.
 */
export function nextOpening(hours: HallHours, instant: Instant): OpenSpan | undefined {
  const today = businessDateAt(instant);
  let openUntil = Number.NEGATIVE_INFINITY;
  for (let ahead = 0; ahead <= DAYS_AHEAD; ahead += 1) {
    for (const span of spansOf(hours, addDays(today, ahead))) {
      if (span.from > instant && span.from > openUntil) return span;
      openUntil = Math.max(openUntil, span.to);
    }
  }
  return undefined;
}

/** When the doors close that are open at an instant: the end of all spans that follow without a gap. */
export function closesAt(hours: HallHours, instant: Instant): Instant | undefined {
  let until = openSpanAt(hours, instant)?.to;
  if (until === undefined) return undefined;
  const today = businessDateAt(instant);
  for (let ahead = 0; ahead <= DAYS_AHEAD; ahead += 1) {
    for (const span of spansOf(hours, addDays(today, ahead))) {
      if (span.from > until) return until;
      until = Math.max(until, span.to);
    }
  }
  return until;
}

/** The day's spans in order of time; such as `hoursProblems` rejects are left out. */
export function spansOf(hours: HallHours, date: BusinessDate): OpenSpan[] {
  const exception = hours.exceptions.find((each) => each.date === date);
  const spans = exception?.spans ?? hours.weekly.filter(({ weekday }) => weekday === weekdayOf(date));
  return spans
    .flatMap(({ from, to, kind }): OpenSpan[] => {
      const start = minutesOf(from);
      const end = minutesOf(to);
      if (start === undefined || end === undefined || start >= end) return [];
      return [{ date, kind, from: hallInstant(date, start), to: hallInstant(date, end) }];
    })
    .sort((one, other) => one.from - other.from);
}

/** Minutes since midnight of `HH:MM`, up to `24:00`; undefined for anything else. */
export function minutesOf(time: string): number | undefined {
  const [, hour, minute] = /^([01]\d|2[0-4]):([0-5]\d)$/.exec(time) ?? [];
  if (hour === undefined || minute === undefined) return undefined;
  const minutes = Number(hour) * 60 + Number(minute);
  return minutes <= 24 * 60 ? minutes : undefined;
}

/** 1 = Monday. */
function weekdayOf(date: BusinessDate): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
}
