import { sql } from 'kysely';
import type { BusinessDate } from '#domain/time/hall-time.ts';
import type { Database } from '../database/database.ts';

export type LeasedLetter = {
  readonly prefix: string;
  readonly queueId: string;
  /** The last day of which a terminal holds numbers that it may print with this letter. */
  readonly until: BusinessDate;
};

/**
 * The letters that may come out on paper from a day on, whether or not the platform has heard of a number: a terminal
 * that is cut off goes on with its leases, and prints the letter that their queue had when it fetched the hall last. That
 * is at the earliest the version in effect when the numbers were leased.
 */
export async function leasedLetters(
  database: Database,
  hallId: string,
  from: BusinessDate,
): Promise<LeasedLetter[]> {
  const { rows } = await sql<LeasedLetter>`
    with held as (
      select leases.queue_id, leases.business_date, min(lease_requests.asked_at) as asked_at
      from leases join lease_requests using (hall_id, terminal_id, request_key)
      where hall_id = ${hallId} and business_date >= ${from}
      group by leases.queue_id, leases.business_date
    ), stood as (
      select document, lead(changed_at) over (order by version) as replaced_at
      from hall_versions where hall_id = ${hallId}
    )
    select queue.prefix, held.queue_id, max(held.business_date) as until
    from stood
      cross join lateral jsonb_to_recordset(stood.document -> 'queues') as queue("queueId" text, prefix text)
      join held on held.queue_id = queue."queueId"
        and (stood.replaced_at is null or held.asked_at <= stood.replaced_at)
    where stood.replaced_at is null or stood.replaced_at >= (select min(asked_at) from held)
    group by queue.prefix, held.queue_id
    order by queue.prefix, held.queue_id
  `.execute(database);
  return rows;
}
