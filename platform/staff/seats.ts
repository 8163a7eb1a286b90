import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Instant } from '#domain/time/clock.ts';
import { businessDateAt, hallInstant } from '#domain/time/hall-time.ts';

/**
 * Whoever sat down on an earlier day sits there no more, unless he still serves somebody of that day.
 * @param seats what `counters_now` is called in the query
 */
export function stillSits(seats: string, now: Instant): RawBuilder<SqlBool> {
  const today = businessDateAt(now);
  const of = (column: string) => sql.ref(`${seats}.${column}`);
  return sql`(
    ${of('since')} >= ${new Date(hallInstant(today, 0))} or exists (
      select 1 from tickets
      where tickets.hall_id = ${of('hallId')} and tickets.business_date < ${today}
        and tickets.counter_id = ${of('counterId')} and tickets.state = 'serving'
    )
  )`;
}
