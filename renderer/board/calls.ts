import type { BoardCall, BoardView } from '#contract/desk/board.ts';
import type { Instant } from '#domain/time/clock.ts';

export type CurrentCall = BoardView['current'][number];

/** After this long nobody listens for a call any more that the board missed; he will be called again. */
const SPOKEN_WITHIN_MS = 60_000;

/**
 * Calls that are new since the view before, oldest first: of tickets that still have to come, and not so old that a
 * board which was away would speak what is over. Known are only the calls of the last view, so that nothing grows.
 */
export function callsToSpeak(before: BoardView | undefined, now: BoardView): readonly BoardCall[] {
  const known = new Set(before && [...before.current, ...before.recent].map(({ callId }) => callId));
  const at = Date.parse(now.at);
  return now.current
    .filter(({ callId, state }) => state === 'called' && !known.has(callId))
    .filter(({ calledAt }) => at - Date.parse(calledAt) <= SPOKEN_WITHIN_MS)
    .toSorted((one, other) => Date.parse(one.calledAt) - Date.parse(other.calledAt));
}

/** Numbers that were called and need no voice any more: they came, or were given up. */
export function numbersSettled(before: BoardView | undefined, now: BoardView): readonly string[] {
  const called = new Set(stillCalled(now).map(({ label }) => label));
  return stillCalled(before)
    .map(({ label }) => label)
    .filter((label) => !called.has(label));
}

function stillCalled(view: BoardView | undefined): readonly CurrentCall[] {
  return view?.current.filter(({ state }) => state === 'called') ?? [];
}

/** Who is called stands before who is being served; within both the newest is first. */
export function inOrderOfInterest(current: readonly CurrentCall[]): readonly CurrentCall[] {
  const rank = ({ state }: CurrentCall) => (state === 'called' ? 0 : 1);
  return current.toSorted(
    (one, other) => rank(one) - rank(other) || Date.parse(other.calledAt) - Date.parse(one.calledAt),
  );
}

/** The last calls without those that stand large on the board, each number once. */
export function pastCalls(
  { current, recent }: Pick<BoardView, 'current' | 'recent'>,
  most: number,
): BoardCall[] {
  const shown = new Set(current.map(({ label }) => label));
  const past: BoardCall[] = [];
  for (const call of recent) {
    if (shown.has(call.label)) continue;
    shown.add(call.label);
    past.push(call);
  }
  return past.slice(0, most);
}

/** How long a new call is marked. */
const MARKED_MS = 10_000;

/** Whether a call is so new that it is marked. */
export function isNew(calledAt: string, now: Instant): boolean {
  return now - Date.parse(calledAt) < MARKED_MS;
}

/** How long each page of a list stands. */
const PAGE_MS = 8_000;

/**
 * The page of a list that is to be seen at an instant. The clock alone turns the pages: no timer that could pile up,
 * and boards side by side turn together.
 */
export function pageAt<T>(
  all: readonly T[],
  perPage: number,
  now: Instant,
): { readonly shown: readonly T[]; readonly page: number; readonly pages: number } {
  const pages = Math.max(1, Math.ceil(all.length / perPage));
  const page = Math.floor(now / PAGE_MS) % pages;
  // Pages of about the same length: no last one with a single line.
  const from = Math.ceil((all.length * page) / pages);
  const to = Math.ceil((all.length * (page + 1)) / pages);
  return { shown: all.slice(from, to), page, pages };
}

/**
 * What the sign over a counter says, in parts of different size: of `3号窗口 综合受理` the number `3`, the `unit` 号窗口
 * and what is done there. A counter without a number has only a `unit`.
 */
export function signParts(label: string): {
  readonly number: string;
  readonly unit: string;
  readonly detail: string;
} {
  const [, number = '', unit = '', detail = ''] = /^\s*(\d*)\s*(\S*)\s*(.*?)\s*$/s.exec(label) ?? [];
  // A name in Latin letters has spaces that divide nothing.
  return number === '' ? { number, unit: `${unit} ${detail}`.trim(), detail: '' } : { number, unit, detail };
}
