import { isDeepStrictEqual } from 'node:util';
import { implement } from '@orpc/server';
import { type FollowUpView, followUpContract } from '#contract/desk/board.ts';
import { type DeskContext, refuseDesk } from '../desk/desk-context.ts';
import { cancelByToken, followedTicket, followUpView } from './ticket-page.ts';

const contracted = implement(followUpContract).$context<DeskContext>();

/** A busy hall changes many times a second; a phone hears of what changed for it, and now and then that all is well. */
const HEARD_EVERY_MS = 15_000;

export const ticketPageRoutes = contracted.router({
  watch: contracted.watch.handler(async function* ({ context, input, signal }) {
    const { database, live } = context;
    let followed = await followedTicket(database, input.token);
    if (!followed) refuseDesk(context, 'TICKET_UNKNOWN');
    let last: FollowUpView | undefined;
    for await (const state of live.watch(followed.hallId, signal)) {
      const { ticketId } = followed;
      const isThere = state.tickets.some((ticket) => ticket.ticketId === ticketId);
      if (!isThere) followed = (await followedTicket(database, input.token)) ?? followed;
      const view = await followUpView(database, state, followed);
      if (last && saysTheSame(last, view)) continue;
      last = view;
      yield view;
    }
  }),

  cancel: contracted.cancel.handler(async ({ context, input }) => {
    const cancelled = await cancelByToken(context.database, context.clock, input.token);
    if (cancelled.isErr()) refuseDesk(context, cancelled.error);
    context.changes.announce(cancelled.value);
  }),
});

function saysTheSame(last: FollowUpView, view: FollowUpView): boolean {
  const elapsed = Date.parse(view.at) - Date.parse(last.at);
  return elapsed < HEARD_EVERY_MS && isDeepStrictEqual({ ...last, at: view.at }, view);
}
