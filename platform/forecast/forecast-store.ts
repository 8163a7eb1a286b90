import { sql } from 'kysely';
import type { WaitAccuracy } from '#domain/queue/wait-accuracy.ts';
import type { WaitForecast } from '#domain/queue/wait-forecast.ts';
import type { Database, DatabaseTransaction } from '../database/database.ts';

export type QueueKey = { readonly hallId: string; readonly queueId: string };

/** What is stored of a queue; undefined what is missing, or was written by rules that are no longer known. */
export type StoredForecast = {
  readonly queueId: string;
  readonly model: WaitForecast | undefined;
  readonly accuracy: WaitAccuracy | undefined;
};

export async function selectForecasts(database: Database, hallId: string): Promise<StoredForecast[]> {
  const rows = await database
    .selectFrom('forecasts')
    .select(['queueId', 'model', 'accuracy'])
    .where('hallId', '=', hallId)
    .execute();
  return rows.map(readForecast);
}

/** The row, held until the transaction ends: what several processes learn of a queue is added up, not overwritten. */
export async function lockForecast(
  transaction: DatabaseTransaction,
  key: QueueKey,
  learnedAt: Date,
): Promise<StoredForecast> {
  await transaction
    .insertInto('forecasts')
    .values({ ...key, model: '{}', accuracy: '{}', learnedAt })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const row = await transaction
    .selectFrom('forecasts')
    .select(['queueId', 'model', 'accuracy'])
    .where('hallId', '=', key.hallId)
    .where('queueId', '=', key.queueId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  return readForecast(row);
}

export async function updateForecast(
  transaction: DatabaseTransaction,
  key: QueueKey,
  learned: { readonly model: WaitForecast; readonly accuracy: WaitAccuracy },
  learnedAt: Date,
): Promise<void> {
  await transaction
    .updateTable('forecasts')
    .set({
      model: JSON.stringify(learned.model),
      accuracy: JSON.stringify(learned.accuracy),
      learnedAt,
    })
    .where('hallId', '=', key.hallId)
    .where('queueId', '=', key.queueId)
    .execute();
}

/** A ticket that was called for the first time, with what was foretold when it came. */
export type CalledTicket = {
  readonly hallId: string;
  readonly queueId: string;
  readonly firstQueueId: string;
  readonly businessDate: string;
  readonly place: Date;
  readonly firstCalledAt: Date;
  readonly ahead: number | null;
  readonly countersOpen: number | null;
  readonly foretoldFrom: number | null;
  readonly foretoldMiddle: number | null;
  readonly foretoldTo: number | null;
};

/** Marks up to `limit` tickets as learned from, and gives them; those that somebody works on just now come later. */
export async function takeCalledTickets(
  transaction: DatabaseTransaction,
  limit: number,
): Promise<CalledTicket[]> {
  const rows = await transaction
    .with('called', (query) =>
      query
        .selectFrom('tickets')
        .select(['hallId', 'ticketId'])
        .where('firstCalledAt', 'is not', null)
        .where(sql<boolean>`not learned`)
        .orderBy('hallId')
        .orderBy('firstCalledAt')
        .limit(limit)
        .forNoKeyUpdate()
        .skipLocked(),
    )
    .updateTable('tickets')
    .from('called')
    .set({ learned: true })
    .whereRef('tickets.hallId', '=', 'called.hallId')
    .whereRef('tickets.ticketId', '=', 'called.ticketId')
    .returning([
      'tickets.hallId',
      'queueId',
      'firstQueueId',
      'businessDate',
      'place',
      'firstCalledAt',
      'ahead',
      'countersOpen',
      'foretoldFrom',
      'foretoldMiddle',
      'foretoldTo',
    ])
    .execute();
  return rows.flatMap(({ firstCalledAt, ...row }) => (firstCalledAt ? [{ ...row, firstCalledAt }] : []));
}

function readForecast(row: { queueId: string; model: unknown; accuracy: unknown }): StoredForecast {
  const { queueId, model, accuracy } = row;
  return {
    queueId,
    model: isForecast(model) ? model : undefined,
    accuracy: isAccuracy(accuracy) ? accuracy : undefined,
  };
}

/** Only the platform writes these: the version says whether by the rules that it knows. */
function isForecast(model: unknown): model is WaitForecast {
  return typeof model === 'object' && model !== null && 'version' in model && model.version === 1;
}

function isAccuracy(accuracy: unknown): accuracy is WaitAccuracy {
  return typeof accuracy === 'object' && accuracy !== null && 'version' in accuracy && accuracy.version === 2;
}
