import type { Hall } from '#contract/hall.ts';
import { hoursProblems } from '#domain/hall-hours/hours-problems.ts';

export type Hours = NonNullable<Hall['hours']>;
export type Span = Hours['exceptions'][number]['spans'][number];
export const weekdays = [1, 2, 3, 4, 5, 6, 7] as const;
export type Weekday = (typeof weekdays)[number];

/** What most halls keep to, with lunch as the gap. */
export const USUAL_SPANS: readonly Span[] = [
  { from: '09:00', to: '12:00', kind: 'regular' },
  { from: '13:00', to: '17:00', kind: 'regular' },
];

/** Hours to begin with: Monday to Friday as usual. */
export function usualHours(): Hours {
  return {
    weekly: weekdays.slice(0, 5).flatMap((weekday) => USUAL_SPANS.map((span) => ({ weekday, ...span }))),
    exceptions: [],
  };
}

export function spansOn(hours: Hours, weekday: Weekday): Span[] {
  return hours.weekly
    .filter((each) => each.weekday === weekday)
    .map(({ from, to, kind }) => ({ from, to, kind }));
}

export function withSpansOn(hours: Hours, weekday: Weekday, spans: readonly Span[]): Hours {
  return {
    ...hours,
    weekly: weekdays.flatMap((each) =>
      (each === weekday ? spans : spansOn(hours, each)).map((span) => ({ weekday: each, ...span })),
    ),
  };
}

/** One more span, after the last. */
export function withNextSpan(spans: readonly Span[]): Span[] {
  const next = USUAL_SPANS[spans.length] ?? { from: '', to: '', kind: 'extended' as const };
  return [...spans, next];
}

export type SpanProblem = 'SPAN_EMPTY' | 'SPANS_OVERLAP';

/** What is wrong with one of a day's spans once its times are filled in; an overlap is said of the later in the list. */
export function spanProblem(spans: readonly Span[], at: number): SpanProblem | undefined {
  const [span] = spans.slice(at);
  if (!span) return undefined;
  if (codesOf([span]).has('SPAN_EMPTY')) return 'SPAN_EMPTY';
  const before = spans.slice(0, at);
  return before.some((other) => codesOf([other, span]).has('SPANS_OVERLAP')) ? 'SPANS_OVERLAP' : undefined;
}

const ANY_DAY = '2026-01-01';

function codesOf(spans: readonly Span[]) {
  const problems = hoursProblems({ weekly: [], exceptions: [{ date: ANY_DAY, spans }] });
  return new Set(problems.map(({ code }) => code));
}
