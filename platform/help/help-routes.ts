import type { Result } from 'neverthrow';
import { type DeskContext, refuseDesk } from '../desk/desk-context.ts';
import { contracted } from '../request-context.ts';
import { type Clerk, signedIn } from '../staff/signed-in.ts';
import { staffContracted } from '../staff/staff-contracted.ts';
import { signed } from '../terminals/signature-check.ts';
import { answerHelp, callHelp, endHelp, type HelpRefusal, helpState, takeHelpBack } from './help.ts';

/** A terminal's part. */
export const helpRoutes = {
  call: contracted.help.call.use(signed).handler(async ({ context, input }) => {
    const state = await callHelp(context.database, context.clock, context.terminal, input);
    context.changes.announce(context.terminal.hallId);
    return { state };
  }),
  state: contracted.help.state.use(signed).handler(async ({ context, input }) => ({
    state: await helpState(context.database, context.terminal, input.helpId),
  })),
  end: contracted.help.end.use(signed).handler(async ({ context, input }) => {
    const state = await takeHelpBack(context.database, context.clock, context.terminal, input.helpId);
    context.changes.announce(context.terminal.hallId);
    return { state };
  }),
};

/** The staff's part. */
export const staffHelpRoutes = {
  answerHelp: staffContracted.answerHelp.use(signedIn).handler(async ({ context, input }) => {
    settle(context, await answerHelp(context.database, context.clock, context.clerk, input.helpId));
  }),
  endHelp: staffContracted.endHelp.use(signedIn).handler(async ({ context, input }) => {
    settle(context, await endHelp(context.database, context.clock, context.clerk, input.helpId));
  }),
};

function settle(context: DeskContext & { readonly clerk: Clerk }, result: Result<void, HelpRefusal>): void {
  if (result.isErr()) refuseDesk(context, result.error);
  context.changes.announce(context.clerk.hallId);
}
