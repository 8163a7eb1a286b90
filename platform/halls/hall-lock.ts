import { sql } from 'kysely';
import type { DatabaseTransaction } from '../database/database.ts';

/** Not the number of the lock under which tickets are called: those who come do not wait for those who are called. */
const INTAKE = 1;

/**
 * To be selected before tickets are taken in: none joins a queue while the hall closes or its queues change, and any
 * number come in side by side.
 * @param hallId an expression of the statement
 */
export function intakeLock(hallId: string): string {
  return `pg_advisory_xact_lock_shared(hashtextextended(${hallId}, ${INTAKE}))`;
}

/** Waits for the tickets that are coming in just now, and lets none in until the transaction ends. */
export async function lockAgainstIntake(transaction: DatabaseTransaction, hallId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${hallId}, ${INTAKE}))`.execute(transaction);
}
