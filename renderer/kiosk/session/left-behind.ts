import type { SessionView } from '#contract/terminal/session.ts';

/** What lies there that should be taken along; the words for each are in the language files. */
export type LeftBehind = 'card' | 'paper' | 'both';

export function leftBehind({
  cardOnReader,
  paperHeldOut,
}: Pick<SessionView, 'cardOnReader' | 'paperHeldOut'>): LeftBehind | undefined {
  if (cardOnReader) return paperHeldOut ? 'both' : 'card';
  return paperHeldOut ? 'paper' : undefined;
}
