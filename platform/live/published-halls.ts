import type { Hall } from '#contract/hall.ts';
import type { Database } from '../database/database.ts';

const cache = new WeakMap<Database, Map<string, Hall>>();

/** The hall as published now. Its document is read once for each version; a number tells whether it is still that. */
export async function publishedHall(database: Database, hallId: string): Promise<Hall | undefined> {
  const halls = cache.get(database) ?? new Map<string, Hall>();
  cache.set(database, halls);
  const known = halls.get(hallId);
  const row = await database
    .selectFrom('halls')
    .select(({ eb }) => [
      'version',
      eb
        .case()
        .when('version', '=', known?.version ?? 0)
        .then(null)
        .else(eb.ref('document'))
        .end()
        .as('document'),
    ])
    .where('hallId', '=', hallId)
    .executeTakeFirst();
  if (!row) return undefined;
  const hall = row.document ?? known;
  if (hall) halls.set(hallId, hall);
  return hall;
}
