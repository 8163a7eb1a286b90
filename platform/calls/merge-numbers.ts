import { err, type Result } from 'neverthrow';
import type { Hall } from '#contract/hall.ts';
import type { Clock } from '#domain/time/clock.ts';
import { businessDateAt } from '#domain/time/hall-time.ts';
import type { Database } from '../database/database.ts';
import type { TicketNow } from '../live/hall-state.ts';
import { findByLabel } from './call-number.ts';
import { type ActionRefusal, type Actor, actOnTicket } from './calls.ts';

/**
 * Merges a number into the one at the clerk's counter: one person holds both, and is called and served as one. Gives
 * the number that was merged.
 */
export async function mergeNumber(
  database: Database,
  clock: Clock,
  hall: Hall,
  actor: Actor,
  asked: { readonly actionKey: string; readonly ticketId: string; readonly label: string },
): Promise<Result<TicketNow, ActionRefusal>> {
  const { actionKey, ticketId: leadingId, label } = asked;
  const merged = await findByLabel(database, hall, businessDateAt(clock.now()), label);
  if (!merged) return err('TICKET_UNKNOWN');
  const target = { actionKey, ticketId: merged.ticketId };
  return actOnTicket(database, clock, hall, actor, target, { kind: 'merge', leadingId });
}
