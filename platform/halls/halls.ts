import { isDeepStrictEqual } from 'node:util';
import { err, ok, type Result } from 'neverthrow';
import type { Hall } from '#contract/hall.ts';
import type { Clock } from '#domain/time/clock.ts';
import type { Database, DatabaseTransaction } from '../database/database.ts';
import {
  findHall,
  findHallVersion,
  insertHall,
  insertHallVersion,
  lockHall,
  updateHall,
} from './halls-store.ts';

export type HallContent = Omit<Hall, 'version'>;

/** The hall when it is newer than the version that the terminal has, else nothing. */
export async function newerHall(
  database: Database,
  hallId: string,
  haveVersion: number,
): Promise<Result<Hall | null, 'HALL_UNKNOWN'>> {
  const version = await findHallVersion(database, hallId);
  if (version === undefined) return err('HALL_UNKNOWN');
  // A terminal that has a later version than the platform has met a restored platform: it gets what stands here.
  if (version === haveVersion) return ok(null);
  return ok((await findHall(database, hallId)) ?? null);
}

/** Stores a hall; the version goes up by one when the content has changed and stays when it has not. */
export async function publishHall(database: Database, clock: Clock, content: HallContent): Promise<number> {
  const now = new Date(clock.now());
  return database.transaction().execute(async (transaction) => {
    const first = { ...content, version: 1 };
    if (await insertHall(transaction, first, now)) {
      await insertHallVersion(transaction, first, now, null);
      return first.version;
    }
    return replaceHall(transaction, await lockHall(transaction, content.hallId), content, now, null);
  });
}

/** Puts content in the place of a hall that is locked, as its next version; the same content changes nothing. */
export async function replaceHall(
  transaction: DatabaseTransaction,
  present: Hall,
  content: HallContent,
  now: Date,
  changedBy: string | null,
): Promise<number> {
  const { version, ...stored } = present;
  if (isDeepStrictEqual(stored, plain(content))) return version;
  const next = { ...content, version: version + 1 };
  await updateHall(transaction, next, now);
  await insertHallVersion(transaction, next, now, changedBy);
  return next.version;
}

/** Without the fields that are present but undefined, which the database does not keep. */
function plain(content: HallContent): unknown {
  return JSON.parse(JSON.stringify(content));
}
