import { sql } from 'kysely';
import type { BusinessDate } from '#domain/time/hall-time.ts';
import type { Database, DatabaseTransaction } from '../database/database.ts';

const NOT_ENDED = ['waiting', 'called', 'serving', 'held', 'no-show'] as const;

export type WaitingGroup = {
  readonly queueId: string;
  readonly serviceId: string;
  readonly waiting: number;
};

/** Who waits today, by queue and service. */
export function waitingGroups(
  database: Database,
  hallId: string,
  businessDate: BusinessDate,
): Promise<WaitingGroup[]> {
  return database
    .selectFrom('tickets')
    .select(['queueId', 'serviceId', sql<number>`count(*)::int`.as('waiting')])
    .where('hallId', '=', hallId)
    .where('businessDate', '=', businessDate)
    .where('state', '=', 'waiting')
    .groupBy(['queueId', 'serviceId'])
    .orderBy('queueId')
    .orderBy('serviceId')
    .execute();
}

/** The queues of which somebody holds a number from a day on. */
export async function queuesWithNumbers(
  database: Database,
  hallId: string,
  businessDate: BusinessDate,
): Promise<string[]> {
  const rows = await database
    .selectFrom('tickets')
    .select('firstQueueId')
    .distinct()
    .where('hallId', '=', hallId)
    .where('businessDate', '>=', businessDate)
    .execute();
  return rows.map(({ firstQueueId }) => firstQueueId);
}

/**
 * Who is in a queue that the hall has no more, held against every other change until the transaction ends; also whose
 * number goes with another's and may be taken out of it again.
 */
export async function ticketsOfQueues(
  transaction: DatabaseTransaction,
  hallId: string,
  businessDate: BusinessDate,
  present: readonly string[],
): Promise<{ ticketId: string; queueId: string; serviceId: string }[]> {
  return transaction
    .selectFrom('tickets')
    .select(['ticketId', 'queueId', 'serviceId'])
    .where('hallId', '=', hallId)
    .where('businessDate', '>=', businessDate)
    .where((is) =>
      is.or([
        is('state', 'in', NOT_ENDED),
        is('state', '=', 'merged').and(
          'mergedInto',
          'in',
          is
            .selectFrom('tickets as leading')
            .select('leading.ticketId')
            .where('leading.hallId', '=', hallId)
            .where('leading.businessDate', '>=', businessDate)
            .where('leading.state', 'in', NOT_ENDED),
        ),
      ]),
    )
    .where('queueId', 'not in', present)
    .forNoKeyUpdate()
    .execute();
}

export async function moveTickets(
  transaction: DatabaseTransaction,
  hallId: string,
  ticketIds: readonly string[],
  queueId: string,
): Promise<void> {
  await transaction
    .updateTable('tickets')
    .set({ queueId })
    .where('hallId', '=', hallId)
    .where('ticketId', 'in', ticketIds)
    .execute();
}

/** The counters at which somebody stands. */
export async function countersWithTickets(
  database: Database,
  hallId: string,
  businessDate: BusinessDate,
): Promise<string[]> {
  const rows = await database
    .selectFrom('tickets')
    .select('counterId')
    .distinct()
    .where('hallId', '=', hallId)
    .where('businessDate', '=', businessDate)
    .where('state', 'in', ['called', 'serving'])
    .execute();
  return rows.flatMap(({ counterId }) => counterId ?? []);
}
