import { err, ok, type Result } from 'neverthrow';
import type { Hall, Queue, Service } from '#contract/hall.ts';
import { type AppointmentSlot, checkIn, defaultCheckInRules } from '#domain/appointment/check-in.ts';
import { slotCapacity, slotsOf, takenIn } from '#domain/appointment/slots.ts';
import { openSpanAt } from '#domain/hall-hours/opening-hours.ts';
import type { Clock, Instant } from '#domain/time/clock.ts';
import { businessDateAt } from '#domain/time/hall-time.ts';
import type { Database, DatabaseTransaction } from '../database/database.ts';
import { inTransaction } from '../database/transaction.ts';
import { findClosedDay } from '../halls/hall-days-store.ts';
import { publishedHall } from '../live/published-halls.ts';
import {
  type AppointmentRow,
  bookedFrom,
  cancelBooked,
  findAppointment,
  insertAppointments,
  lockAppointments,
  moveAppointment,
} from './appointments-store.ts';
import { appointmentCode, codeHashOf, personKeyOf } from './codes.ts';

/** Further ahead nobody plans the hall's counters. */
const DAYS_AHEAD = 90;
const DAY_MS = 24 * 60 * 60 * 1000;
const LONGEST_MS = 4 * 60 * 60 * 1000;

type Span = { readonly from: string; readonly to: string };

export type Booking = Span & {
  readonly actionKey: string;
  readonly serviceId: string;
  readonly idNumber?: string | undefined;
};
type Booked = { readonly appointmentId: string; readonly code: string; readonly slot: AppointmentSlot };
type BookingRefusal = 'SERVICE_UNKNOWN' | 'SLOT_UNAVAILABLE';

/** Books a time. The same key books it once; asked for anything else, it is refused. */
export async function book(
  database: Database,
  clock: Clock,
  secret: Uint8Array,
  hallId: string,
  booking: Booking,
): Promise<Result<Booked, BookingRefusal>> {
  const place = placeOf(await publishedHall(database, hallId), booking.serviceId);
  if (!place) return err('SERVICE_UNKNOWN');
  const appointmentId = booking.actionKey;
  const code = appointmentCode(secret, appointmentId);
  const slot = slotOf(booking);
  return inTransaction(database, async (transaction) => {
    await lockAppointments(transaction, hallId);
    const known = await findAppointment(transaction, hallId, appointmentId);
    if (known) {
      const isSame = known.serviceId === booking.serviceId && isBookedFor(known, slot);
      return isSame ? ok({ appointmentId, code, slot: slotNow(known) }) : err('SLOT_UNAVAILABLE');
    }
    if (!(await isFree(transaction, place, slot, clock.now(), undefined))) return err('SLOT_UNAVAILABLE');
    const { idNumber } = booking;
    await insertAppointments(transaction, [
      {
        hallId,
        appointmentId,
        serviceId: booking.serviceId,
        ...timeOf(slot),
        codeHash: codeHashOf(code),
        personKey: idNumber === undefined || idNumber.trim() === '' ? null : personKeyOf(secret, idNumber),
        insteadOf: null,
        bookedAt: new Date(clock.now()),
      },
    ]);
    return ok({ appointmentId, code, slot });
  });
}

/** Whether this is the time that was told when it was booked, wherever it was moved since. */
function isBookedFor(
  { fromAt, toAt, firstFromAt, firstToAt }: AppointmentRow,
  slot: AppointmentSlot,
): boolean {
  return (firstFromAt ?? fromAt).getTime() === slot.from && (firstToAt ?? toAt).getTime() === slot.to;
}

export type Moving = Span & { readonly appointmentId: string; readonly seenFrom: string };
type Moved = { readonly slot: AppointmentSlot; readonly insteadOf: string | null };
type MoveRefusal = BookingRefusal | 'APPOINTMENT_UNKNOWN' | 'APPOINTMENT_STATE';

/**
 * Gives an appointment another time; code and card stay. One that has the time already stays as it is, so that the
 * same press of a button arrives twice without harm; one that somebody else has moved meanwhile is refused. A withdrawn one
 * counts only when the day ends without its holder, and is moved to a later day alone.
 */
export async function move(
  database: Database,
  clock: Clock,
  hallId: string,
  { appointmentId, seenFrom, ...span }: Moving,
): Promise<Result<Moved, MoveRefusal>> {
  const hall = await publishedHall(database, hallId);
  const slot = slotOf(span);
  return inTransaction(database, async (transaction) => {
    await lockAppointments(transaction, hallId);
    const appointment = await findAppointment(transaction, hallId, appointmentId);
    if (!appointment) return err('APPOINTMENT_UNKNOWN');
    const { state, insteadOf } = appointment;
    const { from, to } = slotNow(appointment);
    if (state !== 'booked' && state !== 'withdrawn') return err('APPOINTMENT_STATE');
    if (from === slot.from && to === slot.to) return ok({ slot, insteadOf });
    if (from !== Date.parse(seenFrom)) return err('APPOINTMENT_STATE');
    const place = placeOf(hall, appointment.serviceId);
    if (!place) return err('SERVICE_UNKNOWN');
    const isTooSoon = state === 'withdrawn' && businessDateAt(slot.from) <= businessDateAt(clock.now());
    if (isTooSoon || !(await isFree(transaction, place, slot, clock.now(), appointmentId)))
      return err('SLOT_UNAVAILABLE');
    const isMoved = await moveAppointment(transaction, hallId, appointmentId, timeOf(slot), 'staff');
    return isMoved ? ok({ slot, insteadOf }) : err('APPOINTMENT_STATE');
  });
}

/** The half hours of a day that are still to come and have room, and how many people each would take. */
export async function freeTimes(
  database: Database,
  clock: Clock,
  hallId: string,
  asked: { readonly serviceId: string; readonly businessDate: string },
): Promise<Result<(AppointmentSlot & { readonly free: number })[], 'SERVICE_UNKNOWN'>> {
  const place = placeOf(await publishedHall(database, hallId), asked.serviceId);
  if (!place) return err('SERVICE_UNKNOWN');
  const { hall, service } = place;
  if (service.appointments !== true || (await findClosedDay(database, hallId, asked.businessDate)))
    return ok([]);
  const booked = await bookedBeside(database, place, asked.businessDate, undefined);
  return ok(
    Array.from(slotsOf(hall.hours, asked.businessDate))
      .filter((slot) => isOpenFor(hall, slot, clock.now()))
      .map((slot) => ({ ...slot, free: capacityOf(place) - takenIn(slot, booked) }))
      .filter(({ free }) => free > 0),
  );
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

/** As it stands now: who has not come when the time is over has missed his. */
export function stateNow(row: AppointmentRow, hall: Hall, now: Instant): AppointmentRow['state'] | 'missed' {
  const isMissed =
    row.state === 'booked' &&
    checkIn(slotNow(row), now, hall.checkIn ?? defaultCheckInRules).kind === 'missed';
  return isMissed ? 'missed' : row.state;
}

/** What an appointment is for, and where it will be served. */
type Place = { readonly hall: Hall; readonly service: Service; readonly queue: Queue };

function placeOf(hall: Hall | undefined, serviceId: string): Place | undefined {
  const service = hall?.services.find((each) => each.serviceId === serviceId);
  const queue = hall?.queues.find(({ queueId }) => queueId === service?.queueId);
  return hall && service && queue && { hall, service, queue };
}

/** Only under `lockAppointments` it stays so. `except` is the one that is to be moved. */
async function isFree(
  transaction: DatabaseTransaction,
  place: Place,
  slot: AppointmentSlot,
  now: Instant,
  except: string | undefined,
): Promise<boolean> {
  if (place.service.appointments !== true || !isOpenFor(place.hall, slot, now)) return false;
  const businessDate = businessDateAt(slot.from);
  if (await findClosedDay(transaction, place.hall.hallId, businessDate)) return false;
  const booked = await bookedBeside(transaction, place, businessDate, except);
  return takenIn(slot, booked) < capacityOf(place);
}

/** What is booked from a day on for the counters that would serve it. */
async function bookedBeside(
  database: Database,
  { hall, queue }: Place,
  businessDate: string,
  except: string | undefined,
): Promise<AppointmentSlot[]> {
  const inQueue = new Set(
    hall.services.filter(({ queueId }) => queueId === queue.queueId).map(({ serviceId }) => serviceId),
  );
  const booked = await bookedFrom(database, hall.hallId, businessDate);
  return booked
    .filter(({ serviceId, appointmentId }) => inQueue.has(serviceId) && appointmentId !== except)
    .map(({ fromAt, toAt }) => ({ from: fromAt.getTime(), to: toAt.getTime() }));
}

function capacityOf({ hall, queue }: Place): number {
  const counters = hall.counters.filter(({ queueIds }) => queueIds.includes(queue.queueId)).length;
  return slotCapacity(counters, queue.serviceMinutes);
}

/** A time still to come, within one opening of the hall. */
function isOpenFor(hall: Hall, { from, to }: AppointmentSlot, now: Instant): boolean {
  if (from >= to || to - from > LONGEST_MS || to <= now || from > now + DAYS_AHEAD * DAY_MS) return false;
  if (!hall.hours) return true;
  const span = openSpanAt(hall.hours, from);
  return span !== undefined && to <= span.to;
}

function slotNow({ fromAt, toAt }: AppointmentRow): AppointmentSlot {
  return { from: fromAt.getTime(), to: toAt.getTime() };
}

function slotOf({ from, to }: Span): AppointmentSlot {
  return { from: Date.parse(from), to: Date.parse(to) };
}

function timeOf({ from, to }: AppointmentSlot) {
  return { businessDate: businessDateAt(from), fromAt: new Date(from), toAt: new Date(to) };
}
