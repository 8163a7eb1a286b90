import { type SqlBool, sql } from 'kysely';
import type { BusinessDate } from '#domain/time/hall-time.ts';
import type { Database } from '../database/database.ts';

type Holder = {
  readonly hallId: string;
  readonly ticketId: string;
  readonly businessDate: BusinessDate;
  readonly personKey: Buffer;
  readonly sealedCode: Buffer;
};

/** Once for each ticket: whoever comes later with its code does not take it away. */
export async function insertHolder(database: Database, holder: Holder): Promise<void> {
  await database
    .insertInto('ticketHolders')
    .values(holder)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export function findHeld(
  database: Database,
  hallId: string,
  businessDate: BusinessDate,
  personKey: Buffer,
): Promise<{ ticketId: string; sealedCode: Buffer }[]> {
  return database
    .selectFrom('ticketHolders')
    .select(['ticketId', 'sealedCode'])
    .where('hallId', '=', hallId)
    .where('businessDate', '=', businessDate)
    .where('personKey', '=', personKey)
    .execute();
}

/** Those of a hall's day: their cards have no use any more. */
export async function deleteHolders(
  database: Database,
  hallId: string,
  businessDate: BusinessDate,
): Promise<void> {
  await database
    .deleteFrom('ticketHolders')
    .where('hallId', '=', hallId)
    .where('businessDate', '=', businessDate)
    .execute();
}

/** When tickets were given, and the hash of the code on each, of those that the platform has. */
export function findGiven(
  database: Database,
  hallId: string,
  ticketIds: readonly string[],
): Promise<{ ticketId: string; issuedAt: Date; codeHash: Buffer | null }[]> {
  return database
    .selectFrom('tickets')
    .select(['ticketId', 'issuedAt', 'codeHash'])
    .where('hallId', '=', hallId)
    .where(sql<SqlBool>`ticket_id = any(${ticketIds})`)
    .execute();
}
