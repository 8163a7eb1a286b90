import type { Hall } from '#contract/hall.ts';

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
