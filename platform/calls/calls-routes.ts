import type { Result } from 'neverthrow';
import type { Hall } from '#contract/hall.ts';
import { type DeskContext, refuseDesk } from '../desk/desk-context.ts';
import { formerParts } from '../live/former-parts.ts';
import { hallNames } from '../live/hall-names.ts';
import type { TicketNow } from '../live/hall-state.ts';
import { publishedHall } from '../live/published-halls.ts';
import { type Clerk, signedIn } from '../staff/signed-in.ts';
import { staffContracted } from '../staff/staff-contracted.ts';
import { callNumber } from './call-number.ts';
import { type ActionRefusal, actOnTicket, type DeskAction } from './calls.ts';
import { type DeskTicket, deskTicket } from './desk-ticket.ts';
import { mergeNumber } from './merge-numbers.ts';
import { callNext, type NextRefusal } from './next.ts';

type ClerkContext = DeskContext & { readonly clerk: Clerk };
type Options<Input> = { readonly context: ClerkContext; readonly input: Input };
type Target = { readonly actionKey: string; readonly ticketId: string };

/** What clerks do with tickets. */
export const callsRoutes = {
  next: staffContracted.next.use(signedIn).handler(async ({ context, input }) => {
    const { database, clock, clerk } = context;
    const hall = await hallOf(context);
    const { staffId } = clerk;
    return answer(
      context,
      hall,
      await callNext(database, clock, hall, { staffId, actionKey: input.actionKey }),
    );
  }),
  call: staffContracted.call.use(signedIn).handler(async ({ context, input }) => {
    const { database, clock, clerk } = context;
    const hall = await hallOf(context);
    return answer(context, hall, await callNumber(database, clock, hall, clerk, input));
  }),
  recall: staffContracted.recall.use(signedIn).handler((options) => act(options, { kind: 'recall' })),
  serve: staffContracted.serve.use(signedIn).handler((options) => act(options, { kind: 'serve' })),
  hold: staffContracted.hold.use(signedIn).handler((options) => act(options, { kind: 'hold' })),
  resume: staffContracted.resume.use(signedIn).handler((options) => act(options, { kind: 'resume' })),
  noShow: staffContracted.noShow.use(signedIn).handler((options) => act(options, { kind: 'no-show' })),
  reinstate: staffContracted.reinstate
    .use(signedIn)
    .handler((options) => act(options, { kind: 'reinstate' })),
  finish: staffContracted.finish.use(signedIn).handler((options) => act(options, { kind: 'finish' })),
  transfer: staffContracted.transfer
    .use(signedIn)
    .handler((options) => act(options, { kind: 'transfer', queueId: options.input.queueId })),
  merge: staffContracted.merge.use(signedIn).handler(async ({ context, input }) => {
    const { database, clock, clerk } = context;
    const hall = await hallOf(context);
    return answer(context, hall, await mergeNumber(database, clock, hall, clerk, input));
  }),
  unmerge: staffContracted.unmerge.use(signedIn).handler(({ context, input }) => {
    const { actionKey, ticketId: leadingId, mergedTicketId: ticketId } = input;
    return act({ context, input: { actionKey, ticketId } }, { kind: 'unmerge', leadingId });
  }),
};

async function act({ context, input }: Options<Target>, action: DeskAction): Promise<{ ticket: DeskTicket }> {
  const { database, clock, clerk } = context;
  const hall = await hallOf(context);
  return answer(context, hall, await actOnTicket(database, clock, hall, clerk, input, action));
}

async function answer(
  context: ClerkContext,
  hall: Hall,
  result: Result<TicketNow, ActionRefusal | NextRefusal>,
): Promise<{ ticket: DeskTicket }> {
  const { database, changes, clerk } = context;
  if (result.isErr()) refuseDesk(context, result.error);
  changes.announce(clerk.hallId);
  const names = hallNames(hall, await formerParts(database, hall, [result.value]));
  return { ticket: deskTicket(result.value, names) };
}

async function hallOf({ database, clerk }: ClerkContext): Promise<Hall> {
  const hall = await publishedHall(database, clerk.hallId);
  if (!hall) throw new Error('the hall of a clerk is gone');
  return hall;
}
