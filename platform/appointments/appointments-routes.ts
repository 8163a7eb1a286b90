import { refuseDesk } from '../desk/desk-context.ts';
import { administrationContracted as desk } from '../halls/hall-administration-contracted.ts';
import { formerParts } from '../live/former-parts.ts';
import { hallNames } from '../live/hall-names.ts';
import { publishedHall } from '../live/published-halls.ts';
import { contracted } from '../request-context.ts';
import { administrating, signedIn } from '../staff/signed-in.ts';
import { signed } from '../terminals/signature-check.ts';
import { book, cancelAppointment, findToday, listAppointments } from './appointments.ts';

/** The staff's part: clerks book and cancel for who asks them. */
export const appointmentsRoutes = {
  appointments: desk.appointments.use(administrating).handler(async ({ context, input }) => {
    const { database, clock, clerk } = context;
    const hall = await publishedHall(database, clerk.hallId);
    if (!hall) throw new Error('the hall of a session is not there');
    const rows = await listAppointments(database, clock, hall, input.businessDate);
    const names = hallNames(hall, await formerParts(database, hall, rows));
    return {
      appointments: rows.map(({ appointmentId, serviceId, fromAt, toAt, state, insteadOf }) => ({
        appointmentId,
        serviceId,
        serviceName: names.serviceName(serviceId),
        from: fromAt.toISOString(),
        to: toAt.toISOString(),
        state,
        insteadOf,
      })),
    };
  }),

  book: desk.book.use(signedIn).handler(async ({ context, input }) => {
    const { database, clock, secret, clerk } = context;
    const booked = await book(database, clock, secret, clerk.hallId, input);
    if (booked.isErr()) refuseDesk(context, booked.error);
    return booked.value;
  }),

  cancelAppointment: desk.cancelAppointment.use(signedIn).handler(async ({ context, input }) => {
    const cancelled = await cancelAppointment(context.database, context.clerk.hallId, input.appointmentId);
    if (cancelled.isErr()) refuseDesk(context, cancelled.error);
    // A phone may show what it was given instead of its turn.
    context.changes.announce(context.clerk.hallId);
  }),
};

/** A terminal's part. */
export const findAppointmentsRoute = contracted.appointments.find
  .use(signed)
  .handler(async ({ context, input }) => {
    const { database, clock, secret, terminal } = context;
    const found = await findToday(database, clock, secret, terminal.hallId, input);
    return {
      appointments: found.map(({ appointmentId, serviceId, fromAt, toAt }) => ({
        appointmentId,
        serviceId,
        from: fromAt.toISOString(),
        to: toAt.toISOString(),
      })),
    };
  });
