import { implement } from '@orpc/server';
import { type BoardView, boardContract } from '#contract/desk/board.ts';
import { type DeskContext, refuseBusy, refuseDesk } from '../desk/desk-context.ts';
import { knownForecasts } from '../forecast/forecast.ts';
import type { HallState } from '../live/hall-state.ts';
import { publishedHall } from '../live/published-halls.ts';
import { boardView } from './board-view.ts';

const contracted = implement(boardContract).$context<DeskContext>();

/** The same for all boards of a hall, and made once. */
const views = new WeakMap<HallState, BoardView>();

export const boardRoutes = contracted.router({
  watch: contracted.watch.handler(async ({ context, input, signal }) => {
    if (!context.admitsStream()) refuseBusy(context, 'too many boards and phones');
    // Before the stream begins, so that it is an answer and not a stream that breaks off.
    if (!(await publishedHall(context.database, input.hallId))) refuseDesk(context, 'HALL_UNKNOWN');
    return watchBoard(context, input.hallId, signal);
  }),
});

async function* watchBoard(
  { database, live }: DeskContext,
  hallId: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<BoardView, void, void> {
  for await (const state of live.watch(hallId, signal)) {
    const view = views.get(state) ?? boardView(state, await knownForecasts(database, hallId));
    views.set(state, view);
    yield view;
  }
}
