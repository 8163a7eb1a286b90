import { type DeskContext, deskBase, refuseDesk } from '../desk/desk-context.ts';
import { heardAgain } from './counters-store.ts';
import { HEARD_EVERY_MS } from './seats.ts';
import { sessionOf } from './sign-in.ts';
import type { SessionRow } from './staff-store.ts';

/** Whoever of the staff sent a request, and where he sits. */
export type Clerk = SessionRow;

/** For handlers of all who are signed in, and not with a PIN that somebody else knows. */
export const signedIn = deskBase.middleware(async ({ context, next }) => {
  const clerk = await sessionOf(context.database, context.clock, context.session.token);
  if (!clerk) refuseDesk(context, 'SIGNED_OUT');
  if (clerk.pinGiven) refuseDesk(context, 'PIN_TO_CHOOSE');
  await heardFrom(context, clerk);
  return next({ context: { clerk } });
});

/** For handlers of the hall's administrators alone. */
export const administrating = deskBase.middleware(async ({ context, next }) => {
  const clerk = await sessionOf(context.database, context.clock, context.session.token);
  if (!clerk) refuseDesk(context, 'SIGNED_OUT');
  if (clerk.pinGiven) refuseDesk(context, 'PIN_TO_CHOOSE');
  if (clerk.role !== 'administrator') refuseDesk(context, 'NOT_ALLOWED');
  return next({ context: { clerk } });
});

async function heardFrom({ database, clock }: DeskContext, clerk: Clerk): Promise<void> {
  const now = clock.now();
  if (clerk.heardAt && now - clerk.heardAt.getTime() >= HEARD_EVERY_MS)
    await heardAgain(database, clerk, new Date(now));
}
