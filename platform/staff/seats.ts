import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Instant } from '#domain/time/clock.ts';
import { businessDateAt, hallInstant } from '#domain/time/hall-time.ts';

/**
 * Whose page has been silent for so long has left, whether or not he signed out: his counter is not counted as open
 * and may be taken over. A browser that loses the network comes back in less.
 */
export const UNHEARD_MS = 5 * 60_000;
/** A page that is open is heard this often, at most. */
export const HEARD_EVERY_MS = 30_000;

/** @param heardAt when a clerk was last heard at his counter */
export function isHeard(heardAt: Instant, at: Instant): boolean {
  return at - heardAt < UNHEARD_MS;
}

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
