import { ok, type Result } from 'neverthrow';
import { z } from 'zod';
import { businessDateSchema } from '#contract/scalars.ts';
import type { BusinessDate } from '#domain/time/hall-time.ts';
import type { Storage, StorageError } from '../storage/storage.ts';

/** Why a hall gives no more numbers on a day, in its own words. */
export type EarlyClosing = { readonly businessDate: BusinessDate; readonly reason: string };

export type EarlyClosingStore = {
  readonly read: () => EarlyClosing | undefined;
  readonly write: (closing: EarlyClosing | undefined) => Result<void, StorageError>;
};

export const earlyClosingRowSchema = z.object({
  only: z.literal(1),
  business_date: businessDateSchema,
  reason: z.string(),
});

type Row = Pick<z.infer<typeof earlyClosingRowSchema>, 'business_date' | 'reason'>;

/** The closing that the platform told last: a start during a cut must not open the hall again. */
export function createEarlyClosingStore(storage: Storage): EarlyClosingStore {
  const { database } = storage;
  const select = database.prepare<[], Row>('SELECT business_date, reason FROM early_closing WHERE only = 1');
  const insert = database.prepare<[string, string]>(
    `INSERT INTO early_closing (only, business_date, reason) VALUES (1, ?, ?)
     ON CONFLICT (only) DO UPDATE SET business_date = excluded.business_date, reason = excluded.reason`,
  );
  const remove = database.prepare('DELETE FROM early_closing');
  return {
    read: () => {
      const row = select.get();
      return row && { businessDate: row.business_date, reason: row.reason };
    },
    write: (closing) =>
      storage.commit<void, never>(() => {
        if (closing) insert.run(closing.businessDate, closing.reason);
        else remove.run();
        return ok();
      }),
  };
}
