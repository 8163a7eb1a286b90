import { type SqlBool, sql } from 'kysely';
import type { OfferedQueues } from '#domain/queue/offered-queues.ts';
import { priorityClasses } from '#domain/queue/priority.ts';
import type { Instant } from '#domain/time/clock.ts';
import type { BusinessDate } from '#domain/time/hall-time.ts';
import type { Database, DatabaseTransaction } from '../database/database.ts';
import type { TicketNow } from '../live/hall-state.ts';
import { TICKET_COLUMNS, type TicketRow, ticketNow } from '../live/hall-state-store.ts';

export type Key = { readonly hallId: string; readonly actionKey: string };
export type Action = Key & { readonly staffId: string; readonly kind: string; readonly doneAt: Date };

/** False when the key was used before; waits for another transaction that uses it just now. */
export async function insertAction(
  transaction: DatabaseTransaction,
  action: Action & { readonly ticketId: string },
): Promise<boolean> {
  const result = await transaction
    .insertInto('deskActions')
    .values(action)
    .onConflict((conflict) => conflict.columns(['hallId', 'actionKey']).doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** The ticket, as it stands now, of an action that was done before. */
export async function findTicketOfAction(
  database: Database,
  { hallId, actionKey }: Key,
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
        .where('actionKey', '=', actionKey),
    )
    .executeTakeFirst();
  return row && ticketNow(row);
}

/** The ticket, held against every other change until the transaction ends. */
export async function lockTicket(
  transaction: DatabaseTransaction,
  hallId: string,
  ticketId: string,
): Promise<TicketNow | undefined> {
  const row = await transaction
    .selectFrom('tickets')
    .select(TICKET_COLUMNS)
    .where('hallId', '=', hallId)
    .where('ticketId', '=', ticketId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row && ticketNow(row);
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
  readonly before: TicketNow;
  readonly after: TicketNow;
  readonly kind: string;
  /** Where it happened. */
  readonly counterId: string | null;
  readonly staffId: string;
  readonly at: Date;
  /** Where it was sent to. */
  readonly toQueueId: string | null;
};

/** Writes what an action made of a ticket, and that it was done. */
export async function saveChange(
  transaction: DatabaseTransaction,
  { hallId, after, kind, counterId, staffId, at, toQueueId }: TicketChange,
): Promise<void> {
  const { ticketId } = after;
  await sql`
    with changed as (
      update tickets set ${changeOf(after, { kind, staffId, at })}
      where hall_id = ${hallId} and ticket_id = ${ticketId}
    )
    insert into ticket_events (hall_id, ticket_id, kind, at, counter_id, staff_id, queue_id)
    values (${hallId}, ${ticketId}, ${kind}, ${at}, ${counterId}, ${staffId}, ${toQueueId})
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
    ...(kind === 'finish' ? [sql`ended_at = ${at}`] : []),
  ]);
}

function dateOf(instant: Instant | null): Date | null {
  return instant === null ? null : new Date(instant);
}

export type Outlook = {
  /** The action was done before. */
  readonly done: boolean;
  readonly seat: { readonly counterId: string; readonly state: 'open' | 'break' } | undefined;
  /** A citizen stands at the seat's counter. */
  readonly busy: boolean;
  readonly closed: boolean;
  readonly priorityRuns: ReadonlyMap<string, number>;
};

/** All that has to be known before somebody is called, in one question. */
export async function selectOutlook(
  transaction: DatabaseTransaction,
  { hallId, actionKey }: Key,
  staffId: string,
  businessDate: BusinessDate,
): Promise<Outlook> {
  const { rows } = await sql<{
    done: boolean;
    counterId: string | null;
    state: 'open' | 'break' | null;
    busy: boolean;
    closed: boolean;
    runs: Record<string, number> | null;
  }>`
    select
      exists (select 1 from desk_actions where hall_id = ${hallId} and action_key = ${actionKey}) as done,
      seat.counter_id, seat.state,
      exists (
        select 1 from tickets where hall_id = ${hallId} and business_date = ${businessDate}
          and counter_id = seat.counter_id and state in ('called', 'serving')
      ) as busy,
      exists (
        select 1 from hall_days where hall_id = ${hallId} and business_date = ${businessDate}
          and closed_at is not null
      ) as closed,
      (
        select json_object_agg(queue_id, run) from priority_runs
        where hall_id = ${hallId} and business_date = ${businessDate} and run > 0
      ) as runs
    from (select 1) as one
    left join counters_now as seat on seat.hall_id = ${hallId} and seat.staff_id = ${staffId}
  `.execute(transaction);
  const [row] = rows;
  if (!row) throw new Error('a select without conditions answers');
  const { done, counterId, state, busy, closed, runs } = row;
  const seat = counterId !== null && state !== null ? { counterId, state } : undefined;
  return { done, seat, busy, closed, priorityRuns: new Map(Object.entries(runs ?? {})) };
}

/**
 * The first of each queue and class that a counter calls from: whoever is next is among them. Takes the same time
 * however many wait.
 */
export async function selectHeads(
  transaction: DatabaseTransaction,
  { hallId, businessDate }: { readonly hallId: string; readonly businessDate: BusinessDate },
  { own, othersThan }: OfferedQueues,
): Promise<TicketNow[]> {
  const ofDay = sql`hall_id = ${hallId} and business_date = ${businessDate} and state = 'waiting'`;
  const adopted = sql`
    union select queue_id from waited where queue_id is not null and queue_id <> all(${[...(othersThan ?? [])]})
  `;
  const { rows } = await sql<TicketRow>`
    with recursive waited as (
      select min(queue_id) as queue_id from tickets where ${ofDay}
      union all
      select (select min(queue_id) from tickets where ${ofDay} and queue_id > waited.queue_id)
      from waited where waited.queue_id is not null
    )
    select head.* from (select unnest(${own}::text[]) as queue_id ${othersThan ? adopted : sql``}) as called
    cross join unnest(${priorityClasses}::text[]) as class (priority_class)
    cross join lateral (
      select ${sql.join(TICKET_COLUMNS.map((column) => sql.ref(column)))} from tickets
      where ${ofDay} and queue_id = called.queue_id and priority_class = class.priority_class
      order by place, arrival limit 1
    ) as head
  `.execute(transaction);
  return rows.map(ticketNow);
}

/** Calls a ticket if it still waits, and writes all that follows from it. False when it was taken away meanwhile. */
export async function saveNext(
  transaction: DatabaseTransaction,
  { hallId, before, after, kind, counterId, staffId, at }: TicketChange,
  { actionKey, runs }: { readonly actionKey: string; readonly runs: ReadonlyMap<string, number> },
): Promise<boolean> {
  const { ticketId, businessDate } = before;
  const { rows } = await sql<{ ticketId: string }>`
    with taken as (
      update tickets set ${changeOf(after, { kind, staffId, at })}
      where hall_id = ${hallId} and ticket_id = ${ticketId} and state = 'waiting'
      returning ticket_id
    ), event as (
      insert into ticket_events (hall_id, ticket_id, kind, at, counter_id, staff_id)
      select ${hallId}, ticket_id, ${kind}, ${at}, ${counterId}, ${staffId} from taken
    ), action as (
      insert into desk_actions (hall_id, action_key, staff_id, kind, ticket_id, done_at)
      select ${hallId}, ${actionKey}, ${staffId}, 'next', ticket_id, ${at} from taken
    ), runs as (
      insert into priority_runs (hall_id, queue_id, business_date, run)
      select ${hallId}, queue_id, ${businessDate}, run
      from taken, unnest(${[...runs.keys()]}::text[], ${[...runs.values()]}::int[]) as new (queue_id, run)
      on conflict (hall_id, queue_id, business_date) do update set run = excluded.run
    )
    select ticket_id from taken
  `.execute(transaction);
  return rows.length > 0;
}
