import type { DeskView } from '#contract/desk/staff.ts';
import type { LiveStore } from '../../rpc/live-state.ts';

/** The stream follows an answer within moments; if it is away, the page says that it is. */
const LIMIT_MS = 1_500;

/** Resolves when the page shows what was answered, so that no button is pressed on what was before. */
export function untilShown(
  { snapshot, subscribe }: Pick<LiveStore<DeskView>, 'snapshot' | 'subscribe'>,
  isShown: (view: DeskView) => boolean,
  limitMs: number = LIMIT_MS,
): Promise<void> {
  return new Promise((resolve) => {
    const settle = () => {
      clearTimeout(timer);
      end();
      resolve();
    };
    const look = () => {
      const { view } = snapshot();
      if (view && isShown(view)) settle();
    };
    const timer = setTimeout(settle, limitMs);
    const end = subscribe(look);
    look();
  });
}
