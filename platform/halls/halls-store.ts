import type { Hall } from '#contract/hall.ts';
import type { Database, DatabaseTransaction } from '../database/database.ts';

export async function findHall(database: Database, hallId: string): Promise<Hall | undefined> {
  const row = await database
    .selectFrom('halls')
    .select('document')
    .where('hallId', '=', hallId)
    .executeTakeFirst();
  return row?.document;
}

export async function findHallVersion(database: Database, hallId: string): Promise<number | undefined> {
  const row = await database
    .selectFrom('halls')
    .select('version')
    .where('hallId', '=', hallId)
    .executeTakeFirst();
  return row?.version;
}

/** Makes room for a hall that is not there yet, so that there is a row to lock. */
export async function insertHall(transaction: DatabaseTransaction, hall: Hall, now: Date): Promise<boolean> {
  const result = await transaction
    .insertInto('halls')
    .values({ hallId: hall.hallId, version: hall.version, document: JSON.stringify(hall), changedAt: now })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

export async function lockHall(transaction: DatabaseTransaction, hallId: string): Promise<Hall> {
  const row = await transaction
    .selectFrom('halls')
    .select('document')
    .where('hallId', '=', hallId)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
  return row.document;
}

export async function updateHall(transaction: DatabaseTransaction, hall: Hall, now: Date): Promise<void> {
  await transaction
    .updateTable('halls')
    .set({ version: hall.version, document: JSON.stringify(hall), changedAt: now })
    .where('hallId', '=', hall.hallId)
    .execute();
}

/** Every version stays: any of them can be put into effect again, and old tickets are named by them. */
export async function insertHallVersion(
  transaction: DatabaseTransaction,
  hall: Hall,
  now: Date,
  changedBy: string | null,
): Promise<void> {
  await transaction
    .insertInto('hallVersions')
    .values({
      hallId: hall.hallId,
      version: hall.version,
      document: JSON.stringify(hall),
      changedAt: now,
      changedBy,
    })
    .execute();
}

export async function findVersion(
  database: Database,
  hallId: string,
  version: number,
): Promise<Hall | undefined> {
  const row = await database
    .selectFrom('hallVersions')
    .select('document')
    .where('hallId', '=', hallId)
    .where('version', '=', version)
    .executeTakeFirst();
  return row?.document;
}

export type HallVersion = {
  readonly version: number;
  readonly changedAt: Date;
  /** False for the command line. */
  readonly byStaff: boolean;
  /** Name of the member of the staff. */
  readonly changedBy: string | null;
};

/** The last versions, newest first. */
export async function listVersions(
  database: Database,
  hallId: string,
  limit: number,
): Promise<HallVersion[]> {
  const rows = await database
    .selectFrom('hallVersions as versions')
    .leftJoin('staff', (join) =>
      join.onRef('staff.hallId', '=', 'versions.hallId').onRef('staff.staffId', '=', 'versions.changedBy'),
    )
    .select(['version', 'changedAt', 'versions.changedBy as staffId', 'staff.name as changedBy'])
    .where('versions.hallId', '=', hallId)
    .orderBy('version', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ staffId, ...row }) => ({ ...row, byStaff: staffId !== null }));
}
