import { type SqlBool, sql } from 'kysely';
import type { LeadingTicket } from '#domain/queue/ticket-state.ts';
import type { Instant } from '#domain/time/clock.ts';
import type { BusinessDate } from '#domain/time/hall-time.ts';
import type { Database, DatabaseTransaction } from '../database/database.ts';
import type { TicketNow } from '../live/hall-state.ts';
import { TICKET_COLUMNS, type TicketRow, ticketNow } from '../live/hall-state-store.ts';

export type Key = { readonly hallId: string; readonly actionKey: string };
type Action = Key & {
  readonly staffId: string;
  readonly kind: string;
  readonly ticketId: string;
  readonly doneAt: Date;
};

/** The ticket, as it stands now, of an action of one of the kinds that was done before under the key. */
export async function findTicketOfAction(
  database: Database,
  { hallId, actionKey }: Key,
  kinds: readonly string[],
): Promise<TicketNow | undefined> {
  const row = await database
    .selectFrom('tickets')
    .select(TICKET_COLUMNS)
    .where('hallId', '=', hallId)
    .where('ticketId', '=', (expressions) =>
      expressions
        .selectFrom('deskActions')
        .select('ticketId')
        .where('hallId', '=', hallId)
        .where('actionKey', '=', actionKey)
        .where('kind', 'in', kinds),
    )
    .executeTakeFirst();
  return row && ticketNow(row);
}

/**
 * The ticket, held against every other change until the transaction ends, and whether the action is new; waits for
 * another transaction that does it just now.
 */
export async function beginAction(
  transaction: DatabaseTransaction,
  { hallId, actionKey, staffId, kind, ticketId, doneAt }: Action,
): Promise<{ readonly ticket: TicketNow | undefined; readonly isNew: boolean }> {
  const { rows } = await sql<TicketRow & { readonly isNew: boolean }>`
    with action as (
      insert into desk_actions (hall_id, action_key, staff_id, kind, ticket_id, done_at)
      values (${hallId}, ${actionKey}, ${staffId}, ${kind}, ${ticketId}, ${doneAt})
      on conflict (hall_id, action_key) do nothing
      returning 1
    )
    select ${sql.join(TICKET_COLUMNS.map((column) => sql.ref(column)))}, exists (select 1 from action) as is_new
    from tickets where hall_id = ${hallId} and ticket_id = ${ticketId}
    for no key update
  `.execute(transaction);
  const [row] = rows;
  if (!row) return { ticket: undefined, isNew: true };
  const { isNew, ...ticket } = row;
  return { ticket: ticketNow(ticket), isNew };
}

export async function findTicketsByNumber(
  database: Database,
  day: { readonly hallId: string; readonly businessDate: BusinessDate },
  number: number,
  firstQueue: { readonly among: readonly string[] } | { readonly notAmong: readonly string[] },
): Promise<TicketNow[]> {
  const rows = await database
    .selectFrom('tickets')
    .select(TICKET_COLUMNS)
    .where('hallId', '=', day.hallId)
    .where('businessDate', '=', day.businessDate)
    .where('ticketNumber', '=', number)
    .where(
      'among' in firstQueue
        ? sql<SqlBool>`first_queue_id = any(${firstQueue.among})`
        : sql<SqlBool>`first_queue_id <> all(${firstQueue.notAmong})`,
    )
    .execute();
  return rows.map(ticketNow);
}

/** How a ticket stands into which others are merged, held against every other change until the transaction ends. */
export async function findLeading(
  transaction: DatabaseTransaction,
  hallId: string,
  ticketId: string,
): Promise<(LeadingTicket & { readonly businessDate: BusinessDate }) | undefined> {
  return transaction
    .selectFrom('tickets')
    .select(['ticketId', 'state', 'counterId', 'businessDate'])
    .where('hallId', '=', hallId)
    .where('ticketId', '=', ticketId)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

type Day = { readonly hallId: string; readonly businessDate: BusinessDate };

/** What is merged into a ticket; only under `lockQueue` it stays so. */
export async function selectMergedInto(
  transaction: DatabaseTransaction,
  { hallId, businessDate }: Day,
  leadingId: string,
): Promise<string[]> {
  const rows = await transaction
    .selectFrom('tickets')
    .select('ticketId')
    .where('hallId', '=', hallId)
    .where('businessDate', '=', businessDate)
    .where('state', '=', 'merged')
    .where('mergedInto', '=', leadingId)
    .execute();
  return rows.map(({ ticketId }) => ticketId);
}

/** What had been merged into a ticket goes with the one that it is merged into itself. */
export async function moveMerged(
  transaction: DatabaseTransaction,
  { hallId, businessDate }: Day,
  { from, into }: { readonly from: string; readonly into: string },
): Promise<void> {
  await transaction
    .updateTable('tickets')
    .set({ mergedInto: into })
    .where('hallId', '=', hallId)
    .where('businessDate', '=', businessDate)
    .where('state', '=', 'merged')
    .where('mergedInto', '=', from)
    .execute();
}

/** The places of the first few who wait in a queue. */
export async function selectFirstPlaces(
  transaction: DatabaseTransaction,
  { hallId, businessDate, queueId }: { hallId: string; businessDate: BusinessDate; queueId: string },
  count: number,
): Promise<{ place: Instant }[]> {
  const rows = await transaction
    .selectFrom('tickets')
    .select('place')
    .where('hallId', '=', hallId)
    .where('businessDate', '=', businessDate)
    .where('queueId', '=', queueId)
    .where('state', '=', 'waiting')
    .orderBy('place')
    .limit(count)
    .execute();
  return rows.map(({ place }) => ({ place: place.getTime() }));
}

export type TicketChange = {
  readonly hallId: string;
  readonly after: TicketNow;
  readonly kind: string;
  /** Where it happened. */
  readonly counterId: string | null;
  readonly staffId: string;
  readonly at: Date;
  /** Where it was sent to. */
  readonly toQueueId: string | null;
  /** What it was merged into, or taken out of again. */
  readonly withTicketId: string | null;
};

/** Writes what an action made of a ticket, and that it was done. */
export async function saveChange(
  transaction: DatabaseTransaction,
  { hallId, after, kind, counterId, staffId, at, toQueueId, withTicketId }: TicketChange,
): Promise<void> {
  const { ticketId } = after;
  await sql`
    with changed as (
      update tickets set ${changeOf(after, { kind, staffId, at })}
      where hall_id = ${hallId} and ticket_id = ${ticketId}
    )
    insert into ticket_events (hall_id, ticket_id, kind, at, counter_id, staff_id, queue_id, with_ticket_id)
    values (${hallId}, ${ticketId}, ${kind}, ${at}, ${counterId}, ${staffId}, ${toQueueId}, ${withTicketId})
  `.execute(transaction);
}

type Done = { readonly kind: string; readonly staffId: string; readonly at: Date };

function changeOf(after: TicketNow, { kind, staffId, at }: Done) {
  const calledNow = kind === 'call' || kind === 'resume';
  return sql.join([
    sql`state = ${after.state}`,
    sql`queue_id = ${after.queueId}`,
    sql`counter_id = ${after.counterId}`,
    sql`calls = ${after.calls}`,
    sql`place = ${new Date(after.place)}`,
    sql`called_at = ${dateOf(after.calledAt)}`,
    sql`serving_since = ${dateOf(after.servingSince)}`,
    ...(calledNow
      ? [sql`staff_id = ${staffId}`, sql`first_called_at = coalesce(first_called_at, ${at})`]
      : []),
    sql`merged_into = ${after.merged?.into ?? null}`,
    sql`merged_from = ${after.merged?.from ?? null}`,
    ...(kind === 'finish' || kind === 'merge' ? [sql`ended_at = ${at}`] : []),
    // While it was merged nobody could call it: how long it waits says nothing of its queue.
    ...(kind === 'merge' ? [sql`learned = learned or first_called_at is null`] : []),
    ...(kind === 'unmerge' ? [sql`ended_at = null`] : []),
  ]);
}

function dateOf(instant: Instant | null): Date | null {
  return instant === null ? null : new Date(instant);
}
