import { implement } from '@orpc/server';
import { appointmentPageContract } from '#contract/desk/appointments.ts';
import { type DeskContext, refuseDesk } from '../desk/desk-context.ts';
import { appointmentPage, cancelByCode } from './appointment-page.ts';
import { codeHashOf } from './codes.ts';

const contracted = implement(appointmentPageContract).$context<DeskContext>();

/**
 * An appointment is days away: a page asks for it when it is looked at, and keeps no stream open as that of a ticket
 * does.
 */
export const appointmentPageRoutes = contracted.router({
  view: contracted.view.handler(async ({ context, input }) => {
    refuseGuessing(context);
    const page = await appointmentPage(context.database, context.clock, input.code);
    if (!page) refuseUnknown(context, input.code);
    return page;
  }),

  cancel: contracted.cancel.handler(async ({ context, input }) => {
    refuseGuessing(context);
    const cancelled = await cancelByCode(context.database, input.code);
    if (cancelled.isOk()) return context.changes.announce(cancelled.value);
    if (cancelled.error === 'APPOINTMENT_UNKNOWN') refuseUnknown(context, input.code);
    return refuseDesk(context, cancelled.error);
  }),
});

function refuseGuessing(context: DeskContext): void {
  if (context.guesses.lockedFor(context.address, context.clock.now()) > 0)
    refuseDesk(context, 'TOO_MANY_TRIES');
}

function refuseUnknown(context: DeskContext, code: string): never {
  context.guesses.wrong(context.address, codeHashOf(code).toString('base64'), context.clock.now());
  return refuseDesk(context, 'APPOINTMENT_UNKNOWN');
}
