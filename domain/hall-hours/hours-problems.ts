import { type DaySpan, type HallHours, minutesOf } from './opening-hours.ts';

export type HoursProblem = {
  readonly code:
    | 'WEEKDAY_UNKNOWN'
    | 'DATE_MALFORMED'
    | 'DATE_REPEATED'
    | 'TIME_MALFORMED'
    /** A span ends when it begins, or before; one over midnight is two, to `24:00` and from `00:00`. */
    | 'SPAN_EMPTY'
    | 'SPANS_OVERLAP';
  /** The weekday (1–7) or date it is about. */
  readonly day: string;
  /** The span as it was written, where it is about one. */
  readonly span?: string;
};

/** What keeps opening hours from being taken over; empty when they are sound. */
export function hoursProblems(hours: HallHours): HoursProblem[] {
  const weekdays = new Map<number, DaySpan[]>();
  for (const span of hours.weekly) weekdays.set(span.weekday, [...(weekdays.get(span.weekday) ?? []), span]);
  const dates = hours.exceptions.map(({ date }) => date);
  return [
    ...[...weekdays.keys()]
      .filter((weekday) => !(Number.isInteger(weekday) && weekday >= 1 && weekday <= 7))
      .map((weekday): HoursProblem => ({ code: 'WEEKDAY_UNKNOWN', day: String(weekday) })),
    ...dates
      .filter((date) => !isDate(date))
      .map((date): HoursProblem => ({ code: 'DATE_MALFORMED', day: date })),
    ...[...new Set(dates.filter((date, index) => dates.indexOf(date) !== index))].map(
      (date): HoursProblem => ({ code: 'DATE_REPEATED', day: date }),
    ),
    ...[...weekdays].flatMap(([weekday, spans]) => spanProblems(String(weekday), spans)),
    ...hours.exceptions.flatMap(({ date, spans }) => spanProblems(date, spans)),
  ];
}

function spanProblems(day: string, spans: readonly DaySpan[]): HoursProblem[] {
  const problems: HoursProblem[] = [];
  const sound: { start: number; end: number; span: string }[] = [];
  for (const { from, to } of spans) {
    const span = `${from}–${to}`;
    const start = minutesOf(from);
    const end = minutesOf(to);
    if (start === undefined || end === undefined) problems.push({ code: 'TIME_MALFORMED', day, span });
    else if (start >= end) problems.push({ code: 'SPAN_EMPTY', day, span });
    else sound.push({ start, end, span });
  }
  let openUntil = 0;
  for (const { start, end, span } of sound.sort((one, other) => one.start - other.start)) {
    if (start < openUntil) problems.push({ code: 'SPANS_OVERLAP', day, span });
    openUntil = Math.max(openUntil, end);
  }
  return problems;
}

/** A day of the calendar: `2026-02-30` is none. */
function isDate(text: string): boolean {
  const parsed = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return Number.isFinite(parsed) && new Date(parsed).toISOString().startsWith(text);
}
