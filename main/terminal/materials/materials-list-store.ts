import { z } from 'zod';
import { businessDateSchema } from '#contract/scalars.ts';
import type { BusinessDate } from '#domain/time/hall-time.ts';
import { jsonText } from '../storage/json-text.ts';
import type { Storage } from '../storage/storage.ts';

/** What somebody was told that he has not brought. Nothing in it says who he was. */
export type MaterialsList = {
  readonly listId: string;
  readonly sessionId: string;
  readonly serviceId: string;
  /** Places in the service's materials, in order. */
  readonly missing: readonly number[];
  readonly businessDate: BusinessDate;
};

export type MaterialsListStore = {
  readonly insert: (list: MaterialsList) => void;
  readonly ofSession: (
    sessionId: string,
    serviceId: string,
    missing: readonly number[],
  ) => MaterialsList | undefined;
  readonly find: (listId: string) => MaterialsList | undefined;
  /** Papers of the session's lists that came out, or may come out yet. */
  readonly papersOf: (sessionId: string) => number;
  readonly deleteBefore: (businessDate: BusinessDate) => void;
};

/** A row as it may be; anything else is damage. */
export const materialsListRowSchema = z.object({
  list_id: z.string(),
  session_id: z.string(),
  service_id: z.string(),
  missing: jsonText(z.array(z.int().nonnegative())),
  business_date: businessDateSchema,
});

type Row = Required<z.input<typeof materialsListRowSchema>>;

/** Writes belong into a transaction of the caller. */
export function createMaterialsListStore({ database }: Storage): MaterialsListStore {
  const insert = database.prepare<Row>(
    `INSERT INTO materials_list (list_id, session_id, service_id, missing, business_date)
     VALUES (:list_id, :session_id, :service_id, :missing, :business_date)`,
  );
  const ofSession = database.prepare<[string, string, string], Row>(
    'SELECT * FROM materials_list WHERE session_id = ? AND service_id = ? AND missing = ?',
  );
  const byId = database.prepare<[string], Row>('SELECT * FROM materials_list WHERE list_id = ?');
  const papersOf = database.prepare<[string], { papers: number }>(
    `SELECT count(*) AS papers FROM print_job JOIN materials_list USING (list_id)
     WHERE session_id = ? AND state <> 'failed'`,
  );
  const remove = database.prepare<[string]>('DELETE FROM materials_list WHERE business_date < ?');
  return {
    insert: ({ listId, sessionId, serviceId, missing, businessDate }) =>
      void insert.run({
        list_id: listId,
        session_id: sessionId,
        service_id: serviceId,
        missing: JSON.stringify(missing),
        business_date: businessDate,
      }),
    ofSession: (sessionId, serviceId, missing) => {
      const row = ofSession.get(sessionId, serviceId, JSON.stringify(missing));
      return row && listOf(row);
    },
    find: (listId) => {
      const row = byId.get(listId);
      return row && listOf(row);
    },
    papersOf: (sessionId) => papersOf.get(sessionId)?.papers ?? 0,
    deleteBefore: (businessDate) => void remove.run(businessDate),
  };
}

function listOf(stored: Row): MaterialsList {
  const row = materialsListRowSchema.parse(stored);
  return {
    listId: row.list_id,
    sessionId: row.session_id,
    serviceId: row.service_id,
    missing: row.missing,
    businessDate: row.business_date,
  };
}
