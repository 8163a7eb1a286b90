import { type SqlBool, sql } from 'kysely';
import type { CommandBody } from '#contract/platform/commands.ts';
import type { DatabaseTransaction } from '../database/database.ts';

/**
 * Holds tickets against every other change until the transaction ends. Whoever changes several of them takes them here
 * first: everybody in the same order, so that none waits for one who waits for him. A single one needs no order and is
 * left to its change; those that are not there are left out.
 */
export async function lockTickets(
  transaction: DatabaseTransaction,
  hallId: string,
  ticketIds: readonly string[],
): Promise<void> {
  if (ticketIds.length < 2) return;
  await transaction
    .selectFrom('tickets')
    .select('ticketId')
    .where('hallId', '=', hallId)
    .where(sql<SqlBool>`ticket_id = any(${ticketIds})`)
    .orderBy('ticketId')
    .forNoKeyUpdate()
    .execute();
}

type HandIn = { readonly commands: readonly { readonly body: CommandBody }[] };

/**
 * The tickets that are there already and are changed by what terminals hand in.
 * @param mayBeThere a ticket that is told of as new may be there, under an earlier identity of its terminal
 */
export function ticketsChangedBy(handIns: readonly HandIn[], mayBeThere: boolean): string[] {
  const changed = handIns.flatMap(({ commands }) =>
    commands.flatMap(({ body }) => {
      if (body.kind === 'terminal.selftest') return [];
      return body.kind === 'ticket.issued' && !mayBeThere ? [] : [body.ticketId];
    }),
  );
  return [...new Set(changed)];
}
