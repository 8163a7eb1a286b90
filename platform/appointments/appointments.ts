import { err, ok, type Result } from 'neverthrow';
import type { Hall } from '#contract/hall.ts';
import { checkIn, defaultCheckInRules } from '#domain/appointment/check-in.ts';
import { slotCapacity } from '#domain/appointment/slots.ts';
import { openSpanAt } from '#domain/hall-hours/opening-hours.ts';
import type { Clock, Instant } from '#domain/time/clock.ts';
import { type BusinessDate, businessDateAt } from '#domain/time/hall-time.ts';
import type { Database } from '../database/database.ts';
import { inTransaction } from '../database/transaction.ts';
import { findClosedDay } from '../halls/hall-days-store.ts';
import { publishedHall } from '../live/published-halls.ts';
import {
  type AppointmentRow,
  appointmentsOfDay,
  bookedFrom,
  cancelBooked,
  findAppointment,
  findBooked,
  insertAppointments,
  lockAppointments,
} from './appointments-store.ts';
import { appointmentCode, codeHashOf, personKeyOf } from './codes.ts';

/** Further ahead nobody plans the hall's counters. */
const DAYS_AHEAD = 90;
const DAY_MS = 24 * 60 * 60 * 1000;
const LONGEST_MS = 4 * 60 * 60 * 1000;

export type Booking = {
  readonly actionKey: string;
  readonly serviceId: string;
  readonly from: string;
  readonly to: string;
  readonly idNumber?: string | undefined;
};

export type BookingRefusal = 'SERVICE_UNKNOWN' | 'SLOT_UNAVAILABLE';

/** Books a time. The same key books it once and answers the same. */
export async function book(
  database: Database,
  clock: Clock,
  secret: Uint8Array,
  hallId: string,
  booking: Booking,
): Promise<Result<{ readonly appointmentId: string; readonly code: string }, BookingRefusal>> {
  const hall = await publishedHall(database, hallId);
  const service = hall?.services.find(({ serviceId }) => serviceId === booking.serviceId);
  const queue = hall?.queues.find(({ queueId }) => queueId === service?.queueId);
  if (!hall || !service || !queue) return err('SERVICE_UNKNOWN');
  const appointmentId = booking.actionKey;
  const code = appointmentCode(secret, appointmentId);
  const slot = { from: Date.parse(booking.from), to: Date.parse(booking.to) };
  return inTransaction(database, async (transaction) => {
    await lockAppointments(transaction, hallId);
    if (await findAppointment(transaction, hallId, appointmentId)) return ok({ appointmentId, code });
    if (service.appointments !== true || !isOpenFor(hall, slot, clock.now())) return err('SLOT_UNAVAILABLE');
    const businessDate = businessDateAt(slot.from);
    if (await findClosedDay(transaction, hallId, businessDate)) return err('SLOT_UNAVAILABLE');
    const inQueue = new Set(
      hall.services.filter(({ queueId }) => queueId === queue.queueId).map(({ serviceId }) => serviceId),
    );
    const booked = await bookedFrom(transaction, hallId, businessDate);
    const beside = booked.filter(
      ({ serviceId, fromAt, toAt }) =>
        inQueue.has(serviceId) && fromAt.getTime() < slot.to && slot.from < toAt.getTime(),
    );
    const counters = hall.counters.filter(({ queueIds }) => queueIds.includes(queue.queueId)).length;
    if (beside.length >= slotCapacity(counters, queue.serviceMinutes)) return err('SLOT_UNAVAILABLE');
    const { idNumber } = booking;
    await insertAppointments(transaction, [
      {
        hallId,
        appointmentId,
        serviceId: service.serviceId,
        businessDate,
        fromAt: new Date(slot.from),
        toAt: new Date(slot.to),
        codeHash: codeHashOf(code),
        personKey: idNumber === undefined || idNumber === '' ? null : personKeyOf(secret, idNumber),
        insteadOf: null,
        bookedAt: new Date(clock.now()),
      },
    ]);
    return ok({ appointmentId, code });
  });
}

/** A time still to come, within one opening of the hall. */
function isOpenFor(hall: Hall, { from, to }: { from: Instant; to: Instant }, now: Instant): boolean {
  if (from >= to || to - from > LONGEST_MS || to <= now || from > now + DAYS_AHEAD * DAY_MS) return false;
  if (!hall.hours) return true;
  const span = openSpanAt(hall.hours, from);
  return span !== undefined && to <= span.to;
}

export type CancelRefusal = 'APPOINTMENT_UNKNOWN' | 'APPOINTMENT_STATE';

/** Cancels what nobody has come for yet; one that was cancelled before stays so. */
export async function cancelAppointment(
  database: Database,
  hallId: string,
  appointmentId: string,
): Promise<Result<void, CancelRefusal>> {
  return inTransaction(database, async (transaction) => {
    if (await cancelBooked(transaction, hallId, appointmentId)) return ok(undefined);
    const appointment = await findAppointment(transaction, hallId, appointmentId);
    if (!appointment) return err('APPOINTMENT_UNKNOWN');
    return appointment.state === 'cancelled' ? ok(undefined) : err('APPOINTMENT_STATE');
  });
}

export type DayAppointment = Omit<AppointmentRow, 'state'> & {
  readonly state: AppointmentRow['state'] | 'missed';
};

/** The appointments of a day in the order of their times. Who has not come when the time is over has missed his. */
export async function listAppointments(
  database: Database,
  clock: Clock,
  hall: Hall,
  businessDate: BusinessDate,
): Promise<DayAppointment[]> {
  const rules = hall.checkIn ?? defaultCheckInRules;
  const rows = await appointmentsOfDay(database, hall.hallId, businessDate);
  return rows.map((row) => {
    const slot = { from: row.fromAt.getTime(), to: row.toAt.getTime() };
    const isMissed = row.state === 'booked' && checkIn(slot, clock.now(), rules).kind === 'missed';
    return { ...row, state: isMissed ? 'missed' : row.state };
  });
}

/** What a citizen at a terminal has booked for today, by his card or by the code he was given. */
export function findToday(
  database: Database,
  clock: Clock,
  secret: Uint8Array,
  hallId: string,
  asked: { readonly idNumber: string } | { readonly code: string },
): Promise<AppointmentRow[]> {
  const whose =
    'idNumber' in asked
      ? { personKey: personKeyOf(secret, asked.idNumber) }
      : { codeHash: codeHashOf(asked.code) };
  return findBooked(database, hallId, businessDateAt(clock.now()), whose);
}
