import type { Appointment, AppointmentSlip, FoundAppointment } from '#contract/desk/appointments.ts';
import type { Hall } from '#contract/hall.ts';
import type { Clock } from '#domain/time/clock.ts';
import { type BusinessDate, businessDateAt } from '#domain/time/hall-time.ts';
import type { Database } from '../database/database.ts';
import { formerParts } from '../live/former-parts.ts';
import { hallNames } from '../live/hall-names.ts';
import { stateNow } from './appointments.ts';
import { appointmentsMovedFrom, findBooked, findFrom, ticketsReplaced } from './appointments-found-store.ts';
import { type AppointmentRow, appointmentsOfDay } from './appointments-store.ts';
import { appointmentCode, codeHashOf, personKeyOf } from './codes.ts';

/** By the card or the code that somebody shows. */
export type Asked = { readonly idNumber: string } | { readonly code: string };

/** The appointments of a day in the order of their times; those that were moved away stand at their first time. */
export async function appointmentsOn(
  database: Database,
  clock: Clock,
  hall: Hall,
  businessDate: BusinessDate,
): Promise<Appointment[]> {
  const [there, gone] = await Promise.all([
    appointmentsOfDay(database, hall.hallId, businessDate),
    appointmentsMovedFrom(database, hall.hallId, businessDate),
  ]);
  const place = (row: AppointmentRow) => (gone.includes(row) ? (row.firstFromAt ?? row.fromAt) : row.fromAt);
  const rows = [...there, ...gone].toSorted((one, other) => place(one).getTime() - place(other).getTime());
  return shownAppointments(database, clock, hall, rows);
}

/** What somebody who stands at a counter has booked from today on, and what he may be given to come with. */
export async function appointmentsOf(
  database: Database,
  clock: Clock,
  secret: Uint8Array,
  hall: Hall,
  asked: Asked,
): Promise<FoundAppointment[]> {
  const today = businessDateAt(clock.now());
  const rows = await findFrom(database, hall.hallId, today, whoseOf(secret, asked));
  const shown = await shownAppointments(database, clock, hall, rows);
  return shown.map((each) => ({ ...each, slip: slipFor(secret, hall, each) }));
}

/** What a citizen at a terminal has booked for today. */
export function bookedToday(
  database: Database,
  clock: Clock,
  secret: Uint8Array,
  hallId: string,
  asked: Asked,
): Promise<AppointmentRow[]> {
  return findBooked(database, hallId, businessDateAt(clock.now()), whoseOf(secret, asked));
}

/** What somebody may be given to come with; null where that is the ticket that he has. */
export function slipFor(
  secret: Uint8Array,
  hall: Hall,
  of: { readonly appointmentId: string; readonly insteadOf: Appointment['insteadOf'] | string },
): FoundAppointment['slip'] {
  return of.insteadOf === null ? slipOf(hall, appointmentCode(secret, of.appointmentId)) : null;
}

/** The code, and the address of its page where phones reach one: of a ticket's code, by its token. */
export function slipOf({ followUpUrl }: Hall, code: string): AppointmentSlip {
  if (followUpUrl === undefined) return { code, address: null };
  return { code, address: `${followUpUrl.replace(/\/+$/, '')}/a/${code.replace(/^MSB1:/, '')}` };
}

/** Rows in words, for staff and citizens alike. */
export async function shownAppointments(
  database: Database,
  clock: Clock,
  hall: Hall,
  rows: readonly AppointmentRow[],
): Promise<Appointment[]> {
  const replacedIds = rows.flatMap(({ insteadOf }) => insteadOf ?? []);
  const replaced = await ticketsReplaced(database, hall.hallId, replacedIds);
  const names = hallNames(hall, await formerParts(database, hall, [...rows, ...replaced]));
  const tickets = new Map(replaced.map((ticket) => [ticket.ticketId, ticket]));
  return rows.map((row) => {
    const ticket = row.insteadOf === null ? undefined : tickets.get(row.insteadOf);
    return {
      appointmentId: row.appointmentId,
      serviceId: row.serviceId,
      serviceName: names.serviceName(row.serviceId),
      from: row.fromAt.toISOString(),
      to: row.toAt.toISOString(),
      state: stateNow(row, hall, clock.now()),
      moved: movedOf(row),
      insteadOf: ticket
        ? {
            label: names.label({ firstQueueId: ticket.firstQueueId, number: ticket.ticketNumber }),
            businessDate: ticket.businessDate,
          }
        : null,
    };
  });
}

/** The time that was told first, where it was moved since. */
export function movedOf({ firstFromAt, firstToAt, movedBy }: AppointmentRow): Appointment['moved'] {
  if (!firstFromAt || !firstToAt || !movedBy) return null;
  return { from: firstFromAt.toISOString(), to: firstToAt.toISOString(), by: movedBy };
}

function whoseOf(secret: Uint8Array, asked: Asked) {
  return 'idNumber' in asked
    ? { personKey: personKeyOf(secret, asked.idNumber) }
    : { codeHash: codeHashOf(asked.code) };
}
