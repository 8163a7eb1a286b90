import type { Result } from 'neverthrow';
import type { DeskView, StaffSession } from '#contract/desk/staff.ts';
import { callsRoutes } from '../calls/calls-routes.ts';
import { deskView } from '../calls/desk-view.ts';
import { type DeskContext, refuseBusy, refuseDesk } from '../desk/desk-context.ts';
import { staffHelpRoutes } from '../help/help-routes.ts';
import { publishedHall } from '../live/published-halls.ts';
import { viewInParts } from '../live/view-in-parts.ts';
import { closeCounter, leaveCounter, openCounter, pauseCounter } from './counters.ts';
import { heardAgain } from './counters-store.ts';
import { chooseOwnPin } from './own-pin.ts';
import { HEARD_EVERY_MS } from './seats.ts';
import { ownShifts } from './shifts.ts';
import { endSession, hashOf, SESSION_SECONDS, type SignInRefusal, sessionOf, signIn } from './sign-in.ts';
import { type Clerk, signedIn } from './signed-in.ts';
import { staffContracted, watchContracted } from './staff-contracted.ts';

/** Everything that a clerk's page asks. */
export const staffRoutes = staffContracted.router({
  ...callsRoutes,
  ...staffHelpRoutes,

  signIn: staffContracted.signIn.handler(async ({ context, input, signal }) => {
    const visitor = { from: context.address, signal };
    const signed = await signIn(context.database, context.clock, input, visitor);
    if (signed.isErr()) refuseSignIn(context, signed.error);
    const { token } = signed.value;
    context.session.keep(token, SESSION_SECONDS);
    const session = await sessionOfNow(context, token);
    context.changes.announce(session.hallId);
    context.log.info({ staffId: session.staffId }, 'signed in');
    return { session };
  }),

  choosePin: staffContracted.choosePin.handler(async ({ context, input }) => {
    const { database, clock, session, log } = context;
    const person = await sessionOf(database, clock, session.token);
    if (!person || session.token === undefined) refuseDesk(context, 'SIGNED_OUT');
    const chosen = await chooseOwnPin(database, person, session.token, input.pin);
    if (chosen.isErr()) refuseDesk(context, chosen.error);
    log.info({ staffId: person.staffId }, 'PIN chosen');
    return { session: await sessionOfNow(context, session.token) };
  }),

  signOut: staffContracted.signOut.handler(async ({ context }) => {
    const { token } = context.session;
    context.session.forget();
    const person = token === undefined ? undefined : await endSession(context.database, token);
    if (!person) return;
    await leaveCounter(context.database, context.clock, person);
    context.changes.announce(person.hallId);
  }),

  session: staffContracted.session.handler(async ({ context }) => ({
    session: await sessionView(context, context.session.token),
  })),

  watch: watchContracted.use(signedIn).handler(async function* ({ context, signal }) {
    yield* viewInParts(watchDesk(context, signal));
  }),

  shifts: staffContracted.shifts.use(signedIn).handler(async ({ context }) => ({
    shifts: await ownShifts(context.database, context.clock, context.clerk),
  })),

  openCounter: staffContracted.openCounter.use(signedIn).handler(async ({ context, input }) => {
    const { database, clock, clerk } = context;
    settle(context, await openCounter(database, clock, clerk, input));
  }),
  pause: staffContracted.pause.use(signedIn).handler(async ({ context, input }) => {
    settle(context, await pauseCounter(context.database, context.clock, context.clerk, input));
  }),
  closeCounter: staffContracted.closeCounter.use(signedIn).handler(async ({ context, input }) => {
    settle(context, await closeCounter(context.database, context.clock, context.clerk, input));
  }),
});

/** What was typed is not logged: people type their PIN where the login belongs. */
function refuseSignIn(context: DeskContext, { code, staff, locks }: SignInRefusal): never {
  if (code === 'NO_TURN') refuseBusy(context, 'too many sign in at once');
  if (staff) {
    const { hallId, staffId } = staff;
    context.log.warn({ hallId, staffId, code }, 'sign-in refused');
    if (locks) context.log.warn({ hallId, staffId }, 'sign-in locked after wrong tries');
  }
  refuseDesk(context, code);
}

type ClerkContext = DeskContext & { readonly clerk: Clerk };

function settle(
  context: ClerkContext,
  result: Result<void, 'COUNTER_UNKNOWN' | 'COUNTER_TAKEN' | 'COUNTER_CLOSED' | 'COUNTER_BUSY'>,
): void {
  if (result.isErr()) refuseDesk(context, result.error);
  context.changes.announce(context.clerk.hallId);
}

async function sessionView(context: DeskContext, token: string | undefined): Promise<StaffSession | null> {
  const staff = await sessionOf(context.database, context.clock, token);
  const hall = staff && (await publishedHall(context.database, staff.hallId));
  if (!hall) return null;
  const { hallId, staffId, name, role, counterId, pinGiven } = staff;
  return { hallId, hallName: hall.name, staffId, name, role, counterId, pinGiven };
}

async function sessionOfNow(context: DeskContext, token: string): Promise<StaffSession> {
  const session = await sessionView(context, token);
  if (!session) throw new Error('a session that has just been used is there');
  return session;
}

/** A clerk's own presses are answered at once; what others do need not flicker. */
const PAGE_RESTS_MS = 250;

async function* watchDesk(
  context: ClerkContext,
  signal: AbortSignal | undefined,
): AsyncGenerator<DeskView, void, void> {
  const { database, clock, live, clerk, session } = context;
  let heardAt = clock.now();
  const key = session.token === undefined ? '' : hashOf(session.token).toString('hex');
  for await (const state of live.watch(clerk.hallId, signal, PAGE_RESTS_MS)) {
    // A look that began before the sign-in does not know of it yet.
    const known = state.sessions.has(key) || (await sessionOf(database, clock, session.token));
    if (!known) refuseDesk(context, 'SIGNED_OUT');
    // Its page is open, also while nothing is pressed.
    if (clock.now() - heardAt >= HEARD_EVERY_MS) {
      heardAt = clock.now();
      await heardAgain(database, clerk, new Date(heardAt));
    }
    yield deskView(state, clerk.staffId);
  }
}
