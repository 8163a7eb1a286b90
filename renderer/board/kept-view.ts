import { z } from 'zod';
import { type BoardView, boardViewSchema } from '#contract/desk/board.ts';
import type { Instant } from '#domain/time/clock.ts';
import { businessDateAt } from '#domain/time/hall-time.ts';

type Store = Pick<Storage, 'getItem' | 'setItem'>;

/** One entry whatever the hall, so that it never grows. */
const KEY = 'mengsuban-board';
const keptSchema = z.object({ hallId: z.string(), view: boardViewSchema });

/** What this browser showed last of a hall, if that was today: yesterday's numbers are not called any more. */
export function keptView(store: Store, hallId: string, now: Instant): BoardView | undefined {
  const kept = keptSchema.safeParse(parsed(store));
  if (!kept.success || kept.data.hallId !== hallId) return undefined;
  const { view } = kept.data;
  return isOfToday(view, now) ? view : undefined;
}

/** Whether a view is of the hall's present day. */
export function isOfToday(view: BoardView, now: Instant): boolean {
  return businessDateAt(Date.parse(view.at)) === businessDateAt(now);
}

/** A browser that keeps nothing, or is full, only forgets: the board goes on. */
export function keepView(store: Store, hallId: string, view: BoardView): void {
  try {
    store.setItem(KEY, JSON.stringify({ hallId, view }));
  } catch (error) {
    console.warn('the board is not kept', error);
  }
}

function parsed(store: Store): unknown {
  try {
    return JSON.parse(store.getItem(KEY) ?? 'null');
  } catch (error) {
    console.warn('what was kept of the board cannot be read', error);
    return null;
  }
}
