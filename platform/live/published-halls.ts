import type { Hall } from '#contract/hall.ts';
import type { Database } from '../database/database.ts';
import { Together } from '../database/together.ts';

const AT_ONCE = 64;

type Halls = { readonly together: Together<string, Hall | undefined>; readonly known: Map<string, Hall> };
const halls = new WeakMap<Database, Halls>();

/**
 * The hall as published now. Its document is read once for each version, a number tells whether it is still that; those
 * who ask at the same time ask together.
 */
export function publishedHall(database: Database, hallId: string): Promise<Hall | undefined> {
  const { together, known } = halls.get(database) ?? {
    together: new Together<string, Hall | undefined>(AT_ONCE),
    known: new Map<string, Hall>(),
  };
  halls.set(database, { together, known });
  return together.add(hallId, hallId, async (group) => {
    const hall = await readHall(database, hallId, known.get(hallId));
    if (hall) known.set(hallId, hall);
    return group.map(() => hall);
  });
}

async function readHall(
  database: Database,
  hallId: string,
  known: Hall | undefined,
): Promise<Hall | undefined> {
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
  return row && (row.document ?? known);
}
