import { randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { Hall } from '#contract/hall.ts';
import { type AppointmentSlot, checkIn, defaultCheckInRules } from '#domain/appointment/check-in.ts';
import { assignSlots, slotCapacity, slotsAfter } from '#domain/appointment/slots.ts';
import type { Instant } from '#domain/time/clock.ts';
import { businessDateAt } from '#domain/time/hall-time.ts';
import type { DatabaseTransaction } from '../database/database.ts';
import {
  appointmentsOfDay,
  bookedFrom,
  insertAppointments,
  lockAppointments,
  moveAppointment,
  type NewAppointment,
} from './appointments-store.ts';
import { type ClosingMove, insertClosingMoves, ticketsWithAppointment } from './closing-times-store.ts';

export type TicketToReplace = {
  readonly ticketId: string;
  readonly serviceId: string;
  /** Of the code on the paper. */
  readonly codeHash: Buffer | null;
};

/**
 * Gives who holds a ticket of a hall that has closed a time on the next days it opens, in the order of the tickets;
 * who waits for a service without appointments gets none. The code on the ticket is the code of the appointment, so
 * that nobody has to carry or remember anything else. One that an earlier closing of the day gave, or that was cancelled
 * since, stays as it is. Returns how many got one.
 */
export async function giveAppointments(
  transaction: DatabaseTransaction,
  hall: Hall,
  now: Instant,
  tickets: readonly TicketToReplace[],
): Promise<number> {
  const services = new Map(hall.services.map((service) => [service.serviceId, service]));
  const takers = tickets.filter(({ serviceId }) => services.get(serviceId)?.appointments === true);
  if (takers.length === 0) return 0;
  await lockAppointments(transaction, hall.hallId);
  const ids = takers.map(({ ticketId }) => ticketId);
  const known = await ticketsWithAppointment(transaction, hall.hallId, ids);
  const replaced = takers.filter(({ ticketId }) => !known.has(ticketId));
  const given = (await timesFor(transaction, hall, now, replaced)).map(
    ([ticket, slot]): NewAppointment => ({
      hallId: hall.hallId,
      appointmentId: uuidv7(),
      serviceId: ticket.serviceId,
      ...timeOf(slot),
      codeHash: ticket.codeHash ?? randomBytes(32),
      personKey: null,
      insteadOf: ticket.ticketId,
      bookedAt: new Date(now),
    }),
  );
  await insertAppointments(transaction, given);
  return given.length;
}

/**
 * Moves what is booked for the rest of a day that has ended to the next days the hall opens, in the order of the
 * times. The code stays, and the person is found by the card on the new day. Where no time is free it stays as it is.
 */
export async function moveAppointments(
  transaction: DatabaseTransaction,
  hall: Hall,
  now: Instant,
): Promise<void> {
  await lockAppointments(transaction, hall.hallId);
  const rules = hall.checkIn ?? defaultCheckInRules;
  const ofToday = await appointmentsOfDay(transaction, hall.hallId, businessDateAt(now));
  const toCome = ofToday.filter(({ state, fromAt, toAt }) => {
    const slot = { from: fromAt.getTime(), to: toAt.getTime() };
    return state === 'booked' && checkIn(slot, now, rules).kind !== 'missed';
  });
  const moves: ClosingMove[] = [];
  for (const [{ appointmentId, fromAt, toAt, movedBy }, slot] of await timesFor(
    transaction,
    hall,
    now,
    toCome,
  )) {
    const told = timeOf(slot);
    await moveAppointment(transaction, hall.hallId, appointmentId, told, 'closing');
    moves.push({ appointmentId, fromAt, toAt, movedBy, toldFromAt: told.fromAt, toldToAt: told.toAt });
  }
  const day = { hallId: hall.hallId, businessDate: businessDateAt(now) };
  await insertClosingMoves(transaction, day, moves);
}

/** A time behind today for each of those who come for services, in their order; under `lockAppointments`. */
async function timesFor<T extends { readonly serviceId: string }>(
  transaction: DatabaseTransaction,
  hall: Hall,
  now: Instant,
  people: readonly T[],
): Promise<[T, AppointmentSlot][]> {
  const services = new Map(hall.services.map((service) => [service.serviceId, service]));
  const queueOfService = (serviceId: string): string | null => services.get(serviceId)?.queueId ?? null;
  const today = businessDateAt(now);
  const booked = await bookedFrom(transaction, hall.hallId, today);
  const given: [T, AppointmentSlot][] = [];
  for (const [queueId, ofQueue] of Map.groupBy(people, ({ serviceId }) => queueOfService(serviceId))) {
    const queue = hall.queues.find((each) => each.queueId === queueId);
    if (!queue) continue;
    const counters = hall.counters.filter(({ queueIds }) => queueIds.includes(queue.queueId)).length;
    const bookedHere = booked
      .filter(({ serviceId }) => queueOfService(serviceId) === queueId)
      .map(({ fromAt, toAt }) => ({ from: fromAt.getTime(), to: toAt.getTime() }));
    const slots = slotsAfter(hall.hours, today);
    const capacity = slotCapacity(counters, queue.serviceMinutes);
    for (const [index, slot] of assignSlots(ofQueue.length, slots, capacity, bookedHere).entries()) {
      const person = ofQueue[index];
      if (person) given.push([person, slot]);
    }
  }
  return given;
}

function timeOf({ from, to }: AppointmentSlot) {
  return { businessDate: businessDateAt(from), fromAt: new Date(from), toAt: new Date(to) };
}
