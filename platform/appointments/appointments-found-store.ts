import { sql } from 'kysely';
import type { BusinessDate } from '#domain/time/hall-time.ts';
import type { Database } from '../database/database.ts';
import { type AppointmentRow, COLUMNS } from './appointments-store.ts';

type Whose = { readonly personKey: Buffer } | { readonly codeHash: Buffer };

/** Those of a day that nobody has come for yet, by the person or by the code. */
export function findBooked(
  database: Database,
  hallId: string,
  businessDate: BusinessDate,
  whose: Whose,
): Promise<AppointmentRow[]> {
  const query = database
    .selectFrom('appointments')
    .select(COLUMNS)
    .where('hallId', '=', hallId)
    .where('businessDate', '=', businessDate)
    .where('state', '=', 'booked')
    .orderBy('fromAt');
  return 'personKey' in whose
    ? query.where('personKey', '=', whose.personKey).execute()
    : query.where('codeHash', '=', whose.codeHash).execute();
}

/** Those that were moved from a day to another: whoever looks for somebody there finds where he has gone. */
export function appointmentsMovedFrom(
  database: Database,
  hallId: string,
  businessDate: BusinessDate,
): Promise<AppointmentRow[]> {
  return database
    .selectFrom('appointments')
    .select(COLUMNS)
    .where('hallId', '=', hallId)
    .where('firstBusinessDate', '=', businessDate)
    .where('businessDate', '<>', businessDate)
    .orderBy('firstFromAt')
    .orderBy('appointmentId')
    .execute();
}

/** All of a person or a code from a day on, also such as were cancelled or kept. */
export function findFrom(
  database: Database,
  hallId: string,
  businessDate: BusinessDate,
  whose: Whose,
): Promise<AppointmentRow[]> {
  const query = database
    .selectFrom('appointments')
    .select(COLUMNS)
    .where('hallId', '=', hallId)
    .where('businessDate', '>=', businessDate)
    .orderBy('fromAt')
    .orderBy('appointmentId');
  return 'personKey' in whose
    ? query.where('personKey', '=', whose.personKey).execute()
    : query.where('codeHash', '=', whose.codeHash).execute();
}

/** The one whose code somebody holds, whichever hall's it is. */
export function findByCode(
  database: Database,
  codeHash: Buffer,
): Promise<(AppointmentRow & { readonly hallId: string }) | undefined> {
  return database
    .selectFrom('appointments')
    .select([...COLUMNS, 'hallId'])
    .where('codeHash', '=', codeHash)
    .executeTakeFirst();
}

/** Numbers and days of tickets, for those who were given an appointment in the place of one. */
export async function ticketsReplaced(
  database: Database,
  hallId: string,
  ticketIds: readonly string[],
): Promise<{ ticketId: string; firstQueueId: string; ticketNumber: number; businessDate: BusinessDate }[]> {
  if (ticketIds.length === 0) return [];
  return database
    .selectFrom('tickets')
    .select(['ticketId', 'firstQueueId', 'ticketNumber', 'businessDate'])
    .where('hallId', '=', hallId)
    .where('ticketId', 'in', ticketIds)
    .execute();
}

/** Whoever holds a ticket that the hall closed before its turn: what he was given instead. */
export async function appointmentInsteadOf(
  database: Database,
  hallId: string,
  ticketId: string,
): Promise<AppointmentRow | undefined> {
  return database
    .selectFrom('appointments')
    .select(COLUMNS)
    .where('hallId', '=', hallId)
    .where('insteadOf', '=', ticketId)
    .executeTakeFirst();
}

/** What is booked behind a day by a person, under codes, or in the place of tickets; with the hash of its code. */
export function findBookedBehind(
  database: Database,
  hallId: string,
  businessDate: BusinessDate,
  whose: {
    readonly personKey: Buffer | null;
    readonly codeHashes: readonly Buffer[];
    readonly ticketIds: readonly string[];
  },
): Promise<(AppointmentRow & { readonly codeHash: Buffer })[]> {
  const { personKey, codeHashes, ticketIds } = whose;
  return database
    .selectFrom('appointments')
    .select([...COLUMNS, 'codeHash'])
    .where('hallId', '=', hallId)
    .where('businessDate', '>', businessDate)
    .where('state', '=', 'booked')
    .where((is) =>
      is.or([
        ...(personKey ? [is('personKey', '=', personKey)] : []),
        ...(codeHashes.length > 0 ? [is('codeHash', 'in', codeHashes)] : []),
        ...(ticketIds.length > 0 ? [is('insteadOf', 'in', ticketIds)] : []),
      ]),
    )
    .orderBy('fromAt')
    .orderBy('appointmentId')
    .execute();
}

/** Tickets of a day that the hall closed, by their codes; of a number that goes with another, the other is it. */
export async function closedByCode(
  database: Database,
  hallId: string,
  businessDate: BusinessDate,
  codeHashes: readonly Buffer[],
): Promise<{ ticketId: string; firstQueueId: string; ticketNumber: number }[]> {
  if (codeHashes.length === 0) return [];
  return database
    .selectFrom('tickets as own')
    .innerJoin('tickets as standing', (on) =>
      on
        .onRef('standing.hallId', '=', 'own.hallId')
        .on('standing.ticketId', '=', sql<string>`coalesce(own.merged_into, own.ticket_id)`),
    )
    .select(['standing.ticketId', 'own.firstQueueId', 'own.ticketNumber'])
    .where('own.hallId', '=', hallId)
    .where('own.businessDate', '=', businessDate)
    .where('own.codeHash', 'in', codeHashes)
    .where('standing.state', '=', 'closed')
    .orderBy('own.arrival')
    .execute();
}
