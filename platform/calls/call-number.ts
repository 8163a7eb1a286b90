import { err, type Result } from 'neverthrow';
import type { Hall } from '#contract/hall.ts';
import type { Clock } from '#domain/time/clock.ts';
import { businessDateAt } from '#domain/time/hall-time.ts';
import type { Database } from '../database/database.ts';
import { formerParts } from '../live/former-parts.ts';
import type { TicketNow } from '../live/hall-state.ts';
import { type ActionRefusal, type Actor, actOnTicket } from './calls.ts';
import { findTicketsByNumber } from './calls-store.ts';

/**
 * Calls a number of the clerk's choice. One that was put aside is taken up again: its holder stands before this clerk,
 * whichever counter he was at.
 */
export async function callNumber(
  database: Database,
  clock: Clock,
  hall: Hall,
  actor: Actor,
  { actionKey, label }: { readonly actionKey: string; readonly label: string },
): Promise<Result<TicketNow, ActionRefusal>> {
  const ticket = await findByLabel(database, hall, businessDateAt(clock.now()), label);
  if (!ticket) return err('TICKET_UNKNOWN');
  const kind = ticket.state === 'held' ? 'resume' : 'call';
  return actOnTicket(database, clock, hall, actor, { actionKey, ticketId: ticket.ticketId }, { kind });
}

/** As it is said or typed: `a12`, `A 012`, and the full-width forms of an input method. */
const LABEL_SHAPE = /^([A-Z]{1,2})[\s-]*(\d{1,5})$/;

/** The ticket of a day whose number is said or typed. */
export async function findByLabel(
  database: Database,
  hall: Hall,
  businessDate: string,
  label: string,
): Promise<TicketNow | undefined> {
  const [, prefix, digits] = LABEL_SHAPE.exec(label.normalize('NFKC').trim().toUpperCase()) ?? [];
  if (prefix === undefined || digits === undefined) return undefined;
  const day = { hallId: hall.hallId, businessDate };
  const hasPrefix = (queue: { readonly prefix: string }): boolean => queue.prefix === prefix;
  const among = hall.queues.filter(hasPrefix).map(({ queueId }) => queueId);
  const [ticket] = await findTicketsByNumber(database, day, Number(digits), { among });
  if (ticket) return ticket;
  const notAmong = hall.queues.map(({ queueId }) => queueId);
  const strays = await findTicketsByNumber(database, day, Number(digits), { notAmong });
  const former = await formerParts(database, hall, strays);
  const removed = new Set(former.queues.filter(hasPrefix).map(({ queueId }) => queueId));
  return strays.find(({ firstQueueId }) => removed.has(firstQueueId));
}
