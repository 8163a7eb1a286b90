import { sql } from 'kysely';
import type { WaitingCounts } from '#domain/queue/people-ahead.ts';
import { priorityClasses } from '#domain/queue/priority.ts';
import type { Instant } from '#domain/time/clock.ts';
import { type BusinessDate, hallInstant } from '#domain/time/hall-time.ts';
import type { DatabaseTransaction } from '../database/database.ts';

/** How a hall's day stands when a ticket of it arrives. */
export type IntakeFacts = {
  /** Of the hall's document as it stands now. */
  readonly hallVersion: number;
  readonly closedEarly: boolean;
  /** Latest time at which a ticket of the day was taken, whichever process took it. */
  latestTaken: Instant | undefined;
  readonly openCounterIds: ReadonlySet<string>;
  readonly waiting: Map<string, WaitingCounts>;
  /** False when so many wait that they were not counted to the end. */
  readonly countedAll: boolean;
};

/** So many are counted of a queue; who comes behind more is told nothing anyway. */
const COUNTED = 1_000;
const PREFERRED = priorityClasses.filter((each) => each !== 'ordinary');

type Row = {
  readonly hallVersion: number;
  readonly closedEarly: boolean;
  readonly latestTaken: Date | null;
  readonly openCounterIds: readonly string[];
  readonly waiting: readonly (WaitingCounts & { readonly queueId: string })[];
};

/** One statement for all of it, as it is asked for each ticket that comes; every part is answered by an index. */
export function intakeFactsQuery(hallId: string, businessDate: BusinessDate, queueIds: readonly string[]) {
  const counted = (isOfClass: ReturnType<typeof sql>) => sql`(
    select count(*)::int from (
      select 1 from tickets
      where hall_id = ${hallId} and business_date = ${businessDate} and state = 'waiting'
        and queue_id = asked.queue_id and ${isOfClass}
      limit ${COUNTED}
    ) as counted
  )`;
  return sql<Row>`
    select
      (select version from halls where hall_id = ${hallId}) as hall_version,
      exists (
        select 1 from hall_days
        where hall_id = ${hallId} and business_date = ${businessDate} and closed_at is not null
      ) as closed_early,
      (select max(taken_at) from tickets where hall_id = ${hallId} and business_date = ${businessDate})
        as latest_taken,
      array(
        select counter_id from counters_now
        where hall_id = ${hallId} and state = 'open' and since >= ${new Date(hallInstant(businessDate, 0))}
      ) as open_counter_ids,
      (
        select coalesce(json_agg(json_build_object(
          'queueId', asked.queue_id,
          'ordinary', ${counted(sql`priority_class = 'ordinary'`)},
          'preferred', ${counted(sql`priority_class = any(${PREFERRED})`)}
        )), '[]')
        from unnest(${queueIds}::text[]) as asked(queue_id)
      ) as waiting`;
}

export async function selectIntakeFacts(
  transaction: DatabaseTransaction,
  hallId: string,
  businessDate: BusinessDate,
  queueIds: readonly string[],
): Promise<IntakeFacts> {
  const { rows } = await intakeFactsQuery(hallId, businessDate, queueIds).execute(transaction);
  const [row] = rows;
  if (!row) throw new Error('a select without a table has one row');
  return {
    hallVersion: row.hallVersion,
    closedEarly: row.closedEarly,
    latestTaken: row.latestTaken?.getTime(),
    openCounterIds: new Set(row.openCounterIds),
    waiting: new Map(row.waiting.map(({ queueId, ...counts }) => [queueId, counts])),
    countedAll: row.waiting.every(({ ordinary, preferred }) => ordinary < COUNTED && preferred < COUNTED),
  };
}
