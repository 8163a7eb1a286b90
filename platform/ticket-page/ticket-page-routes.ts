import { isDeepStrictEqual } from 'node:util';
import { implement } from '@orpc/server';
import { type FollowUpView, followUpContract } from '#contract/desk/board.ts';
import { type DeskContext, refuseBusy, refuseDesk } from '../desk/desk-context.ts';
import { cancelByToken, followedTicket, followUpView, isFollowedIn } from './ticket-page.ts';
import type { FollowedTicket } from './ticket-page-store.ts';

const contracted = implement(followUpContract).$context<DeskContext>();

/** A busy hall changes many times a second; a phone hears of what changed for it, and now and then that all is well. */
const HEARD_EVERY_MS = 15_000;

export const ticketPageRoutes = contracted.router({
  watch: contracted.watch.handler(async ({ context, input, signal }) => {
    if (!context.admitsStream()) refuseBusy(context, 'too many boards and phones');
    const followed = await followedTicket(context.database, input.token);
    // Before the stream begins, so that it is an answer and not a stream that breaks off.
    if (!followed) refuseDesk(context, 'TICKET_UNKNOWN');
    return watchTicket(context, input.token, followed, signal);
  }),

  cancel: contracted.cancel.handler(async ({ context, input }) => {
    const cancelled = await cancelByToken(context.database, context.clock, input.token);
    if (cancelled.isErr()) refuseDesk(context, cancelled.error);
    context.changes.announce(cancelled.value);
  }),
});

async function* watchTicket(
  { database, live }: DeskContext,
  token: string,
  found: FollowedTicket,
  signal: AbortSignal | undefined,
): AsyncGenerator<FollowUpView, void, void> {
  let followed = found;
  let last: FollowUpView | undefined;
  let lookedUpAt: number | undefined;
  for await (const state of live.watch(found.hallId, signal)) {
    if (isFollowedIn(state, found.ticketId)) {
      lookedUpAt = undefined;
    } else {
      // It has come to its end. A page that stays open then must not ask the database at each call of the hall.
      if (lookedUpAt !== undefined && Math.abs(state.at - lookedUpAt) < HEARD_EVERY_MS) continue;
      lookedUpAt = state.at;
      followed = (await followedTicket(database, token)) ?? followed;
    }
    const view = await followUpView(database, state, followed);
    if (last && saysTheSame(last, view)) continue;
    last = view;
    yield view;
  }
}

function saysTheSame(last: FollowUpView, view: FollowUpView): boolean {
  const elapsed = Date.parse(view.at) - Date.parse(last.at);
  return elapsed < HEARD_EVERY_MS && isDeepStrictEqual({ ...last, at: view.at }, view);
}
