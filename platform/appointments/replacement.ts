import { randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { Hall } from '#contract/hall.ts';
import { assignSlots, slotCapacity, slotsAfter } from '#domain/appointment/slots.ts';
import type { Instant } from '#domain/time/clock.ts';
import { businessDateAt } from '#domain/time/hall-time.ts';
import type { DatabaseTransaction } from '../database/database.ts';
import {
  bookedFrom,
  insertAppointments,
  lockAppointments,
  type NewAppointment,
} from './appointments-store.ts';

export type TicketToReplace = {
  readonly ticketId: string;
  readonly serviceId: string;
  /** Of the code on the paper. */
  readonly codeHash: Buffer | null;
};

/**
 * Gives who holds a ticket of a hall that has closed a time on the next days it opens, in the order of the tickets;
 * who waits for a service without appointments gets none. The code on the ticket is the code of the appointment, so
 * that nobody has to carry or remember anything else. Returns how many got one.
 */
export async function giveAppointments(
  transaction: DatabaseTransaction,
  hall: Hall,
  now: Instant,
  tickets: readonly TicketToReplace[],
): Promise<number> {
  const services = new Map(hall.services.map((service) => [service.serviceId, service]));
  const queueOfService = (serviceId: string): string | null => services.get(serviceId)?.queueId ?? null;
  const replaced = tickets.filter(({ serviceId }) => services.get(serviceId)?.appointments === true);
  if (replaced.length === 0) return 0;
  await lockAppointments(transaction, hall.hallId);
  const today = businessDateAt(now);
  const booked = await bookedFrom(transaction, hall.hallId, today);
  const given: NewAppointment[] = [];
  for (const [queueId, ofQueue] of Map.groupBy(replaced, ({ serviceId }) => queueOfService(serviceId))) {
    const queue = hall.queues.find((each) => each.queueId === queueId);
    if (!queue) continue;
    const counters = hall.counters.filter(({ queueIds }) => queueIds.includes(queue.queueId)).length;
    const bookedHere = booked
      .filter(({ serviceId }) => queueOfService(serviceId) === queueId)
      .map(({ fromAt, toAt }) => ({ from: fromAt.getTime(), to: toAt.getTime() }));
    const slots = slotsAfter(hall.hours, today);
    const capacity = slotCapacity(counters, queue.serviceMinutes);
    for (const [index, slot] of assignSlots(ofQueue.length, slots, capacity, bookedHere).entries()) {
      const ticket = ofQueue[index];
      if (!ticket) break;
      given.push({
        hallId: hall.hallId,
        appointmentId: uuidv7(),
        serviceId: ticket.serviceId,
        businessDate: businessDateAt(slot.from),
        fromAt: new Date(slot.from),
        toAt: new Date(slot.to),
        codeHash: ticket.codeHash ?? randomBytes(32),
        personKey: null,
        insteadOf: ticket.ticketId,
        bookedAt: new Date(now),
      });
    }
  }
  await insertAppointments(transaction, given);
  return given.length;
}
