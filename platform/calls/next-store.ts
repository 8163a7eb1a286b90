import { sql } from 'kysely';
import type { OfferedQueues } from '#domain/queue/offered-queues.ts';
import { priorityClasses } from '#domain/queue/priority.ts';
import type { BusinessDate } from '#domain/time/hall-time.ts';
import type { DatabaseTransaction } from '../database/database.ts';
import type { TicketNow } from '../live/hall-state.ts';
import { TICKET_COLUMNS, type TicketRow, ticketNow } from '../live/hall-state-store.ts';

type HallDay = { readonly hallId: string; readonly businessDate: BusinessDate };
export type Asked = { readonly staffId: string; readonly actionKey: string };

type Seat = {
  readonly counterId: string;
  readonly state: 'open' | 'break' | null;
  /** A citizen stands there. */
  readonly busy: boolean;
  /** The key, when the action was done before. */
  readonly doneKey: string | undefined;
};

export type Outlook = {
  readonly priorityRuns: ReadonlyMap<string, number>;
  /** One for each that asked, in their order. */
  readonly seats: readonly Seat[];
};

/** All that has to be known before people are called, in one question. */
export async function selectOutlook(
  transaction: DatabaseTransaction,
  { hallId, businessDate }: HallDay,
  group: readonly Asked[],
): Promise<Outlook> {
  const { rows } = await sql<{
    counterId: string | null;
    state: Seat['state'];
    busy: boolean;
    doneKey: string | null;
    runs: Record<string, number> | null;
  }>`
    select seat.counter_id, seat.state, done.action_key as done_key,
      exists (
        select 1 from tickets where hall_id = ${hallId} and counter_id = seat.counter_id and (
          business_date = ${businessDate} and state in ('called', 'serving')
          or business_date < ${businessDate} and state = 'serving'
        )
      ) as busy,
      (
        select json_object_agg(queue_id, run) from priority_runs
        where hall_id = ${hallId} and business_date = ${businessDate} and run > 0
      ) as runs
    from unnest(
      ${group.map(({ staffId }) => staffId)}::text[], ${group.map(({ actionKey }) => actionKey)}::uuid[]
    ) with ordinality as asked (staff_id, action_key, n)
    left join counters_now as seat on seat.hall_id = ${hallId} and seat.staff_id = asked.staff_id
    left join desk_actions as done on done.hall_id = ${hallId} and done.action_key = asked.action_key
    order by n
  `.execute(transaction);
  return {
    priorityRuns: new Map(Object.entries(rows[0]?.runs ?? {})),
    seats: rows.map(({ counterId, state, busy, doneKey }) => ({
      counterId: counterId ?? '',
      state,
      busy,
      doneKey: doneKey ?? undefined,
    })),
  };
}

/**
 * The first `count` of each queue and class that the counters call from: whoever is next for any of so many is among
 * them. Takes the same time however many wait.
 */
export async function selectHeads(
  transaction: DatabaseTransaction,
  { hallId, businessDate }: HallDay,
  offered: readonly OfferedQueues[],
  count: number,
): Promise<TicketNow[]> {
  const own = [...new Set(offered.flatMap((each) => each.own))];
  const served = offered.find(({ othersThan }) => othersThan !== null)?.othersThan;
  const ofDay = sql`hall_id = ${hallId} and business_date = ${businessDate} and state = 'waiting'`;
  const adopted = served
    ? sql`union select queue_id from waited where queue_id is not null and queue_id <> all(${[...served]})`
    : sql``;
  const { rows } = await sql<TicketRow>`
    with recursive waited as (
      select min(queue_id) as queue_id from tickets where ${ofDay}
      union all
      select (select min(queue_id) from tickets where ${ofDay} and queue_id > waited.queue_id)
      from waited where waited.queue_id is not null
    )
    select head.* from (select unnest(${own}::text[]) as queue_id ${adopted}) as called
    cross join unnest(${priorityClasses}::text[]) as class (priority_class)
    cross join lateral (
      select ${sql.join(TICKET_COLUMNS.map((column) => sql.ref(column)))} from tickets
      where ${ofDay} and queue_id = called.queue_id and priority_class = class.priority_class
      order by place, arrival limit ${count}
    ) as head
  `.execute(transaction);
  return rows.map(ticketNow);
}

/** A ticket as it stands once it is called. */
export type Call = Asked & { readonly ticket: TicketNow; readonly counterId: string };

/**
 * Writes calls and all that follows from them, the tickets taken in the order of `lockTickets`. False when one of
 * the tickets does not wait in its queue any more.
 */
export async function saveCalls(
  transaction: DatabaseTransaction,
  { hallId, businessDate }: HallDay,
  calls: readonly Call[],
  runs: ReadonlyMap<string, number>,
  at: Date,
): Promise<boolean> {
  if (calls.length === 0) return true;
  const { rows } = await sql<{ ticketId: string }>`
    with call as (
      select * from unnest(
        ${calls.map(({ ticket }) => ticket.ticketId)}::text[], ${calls.map(({ counterId }) => counterId)}::text[],
        ${calls.map(({ staffId }) => staffId)}::text[], ${calls.map(({ actionKey }) => actionKey)}::uuid[],
        ${calls.map(({ ticket }) => ticket.queueId)}::text[]
      ) with ordinality as given (ticket_id, counter_id, staff_id, action_key, queue_id, n)
    ), locked as (
      select ticket_id from tickets join call using (ticket_id)
      where tickets.hall_id = ${hallId}
      order by ticket_id for no key update of tickets
    ), taken as (
      update tickets set state = 'called', counter_id = call.counter_id, staff_id = call.staff_id, calls = 1,
        called_at = ${at}, first_called_at = coalesce(first_called_at, ${at}), serving_since = null
      from locked join call using (ticket_id)
      where tickets.hall_id = ${hallId} and tickets.ticket_id = locked.ticket_id and tickets.state = 'waiting'
        and tickets.queue_id = call.queue_id
      returning tickets.ticket_id
    ), event as (
      insert into ticket_events (hall_id, ticket_id, kind, at, counter_id, staff_id)
      select ${hallId}, ticket_id, 'call', ${at}::timestamptz, counter_id, staff_id from call order by n
    ), action as (
      insert into desk_actions (hall_id, action_key, staff_id, kind, ticket_id, done_at)
      select ${hallId}, action_key, staff_id, 'next', ticket_id, ${at}::timestamptz from call
    ), run as (
      insert into priority_runs (hall_id, queue_id, business_date, run)
      select ${hallId}, queue_id, ${businessDate}::date, run
      from unnest(${[...runs.keys()]}::text[], ${[...runs.values()]}::int[]) as new (queue_id, run)
      on conflict (hall_id, queue_id, business_date) do update set run = excluded.run
    )
    select ticket_id from taken
  `.execute(transaction);
  return rows.length === calls.length;
}
