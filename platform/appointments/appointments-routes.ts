import { implement } from '@orpc/server';
import { appointmentsContract } from '#contract/desk/appointments.ts';
import type { Hall } from '#contract/hall.ts';
import type { AppointmentSlot } from '#domain/appointment/check-in.ts';
import { type DeskContext, refuseDesk } from '../desk/desk-context.ts';
import { publishedHall } from '../live/published-halls.ts';
import { contracted as terminals } from '../request-context.ts';
import { type Clerk, signedIn } from '../staff/signed-in.ts';
import { signed } from '../terminals/signature-check.ts';
import { book, cancelAppointment, freeTimes, move } from './appointments.ts';
import { appointmentsOf, appointmentsOn, bookedToday, slipFor, slipOf } from './appointments-of.ts';
import { laterAppointments } from './later-appointments.ts';

const contracted = implement(appointmentsContract).$context<DeskContext>();

/** The staff's part: clerks and administrators do the same for who asks them. */
export const appointmentsRoutes = contracted.router({
  day: contracted.day.use(signedIn).handler(async ({ context, input }) => {
    const hall = await ownHall(context);
    return {
      appointments: await appointmentsOn(context.database, context.clock, hall, input.businessDate),
      services: hall.services
        .filter(({ appointments }) => appointments === true)
        .map(({ serviceId, name }) => ({ serviceId, name })),
    };
  }),

  find: contracted.find.use(signedIn).handler(async ({ context, input }) => {
    const { database, clock, secret } = context;
    return { appointments: await appointmentsOf(database, clock, secret, await ownHall(context), input) };
  }),

  free: contracted.free.use(signedIn).handler(async ({ context, input }) => {
    const times = await freeTimes(context.database, context.clock, context.clerk.hallId, input);
    if (times.isErr()) refuseDesk(context, times.error);
    return {
      times: times.value.map(({ free, ...slot }) => ({ ...spanOf(slot), free })),
    };
  }),

  book: contracted.book.use(signedIn).handler(async ({ context, input }) => {
    const { database, clock, secret, clerk } = context;
    const booked = await book(database, clock, secret, clerk.hallId, input);
    if (booked.isErr()) refuseDesk(context, booked.error);
    const { appointmentId, code, slot } = booked.value;
    return { appointmentId, ...spanOf(slot), ...slipOf(await ownHall(context), code) };
  }),

  move: contracted.move.use(signedIn).handler(async ({ context, input }) => {
    const { database, clock, secret, clerk } = context;
    const moved = await move(database, clock, clerk.hallId, input);
    if (moved.isErr()) refuseDesk(context, moved.error);
    // A phone may show what it was given instead of its turn.
    context.changes.announce(clerk.hallId);
    const { slot, insteadOf } = moved.value;
    const slip = slipFor(secret, await ownHall(context), { appointmentId: input.appointmentId, insteadOf });
    return { ...spanOf(slot), slip };
  }),

  cancel: contracted.cancel.use(signedIn).handler(async ({ context, input }) => {
    const cancelled = await cancelAppointment(context.database, context.clerk.hallId, input.appointmentId);
    if (cancelled.isErr()) refuseDesk(context, cancelled.error);
    context.changes.announce(context.clerk.hallId);
  }),
});

async function ownHall({ database, clerk }: DeskContext & { readonly clerk: Clerk }): Promise<Hall> {
  const hall = await publishedHall(database, clerk.hallId);
  if (!hall) throw new Error('the hall of a session is not there');
  return hall;
}

function spanOf({ from, to }: AppointmentSlot): { from: string; to: string } {
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
}

/** A terminal's part. */
export const findAppointmentsRoute = terminals.appointments.find
  .use(signed)
  .handler(async ({ context, input }) => {
    const { database, clock, secret, terminal } = context;
    const found = await bookedToday(database, clock, secret, terminal.hallId, input);
    const hall = await publishedHall(database, terminal.hallId);
    const later = hall && (await laterAppointments(database, clock, secret, hall, input));
    return {
      later: [...(later?.later ?? [])],
      closed: [...(later?.closed ?? [])],
      appointments: found.map(({ appointmentId, serviceId, fromAt, toAt }) => ({
        appointmentId,
        serviceId,
        from: fromAt.toISOString(),
        to: toAt.toISOString(),
      })),
    };
  });
