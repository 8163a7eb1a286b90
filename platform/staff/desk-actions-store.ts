import type { DatabaseTransaction } from '../database/database.ts';

/** What somebody did who named a key for it, other than with a ticket. */
export type KeyedAction = {
  readonly hallId: string;
  readonly actionKey: string;
  /** Who did it. */
  readonly staffId: string;
  readonly kind: 'open-counter' | 'take-over' | 'pause' | 'close-counter' | 'free-counter' | 'save-shift';
  readonly counterId: string;
  /** Whose seat it ended, or whose shift it is. */
  readonly ofStaffId: string | null;
  readonly doneAt: Date;
};

/** Writes down that something was done; under a lock that nobody else does it under the same key meanwhile. */
export async function insertAction(transaction: DatabaseTransaction, action: KeyedAction): Promise<void> {
  await transaction
    .insertInto('deskActions')
    .values({ ...action, ticketId: null })
    .execute();
}

/** Whether something was done under this key before. */
export async function isActionDone(
  transaction: DatabaseTransaction,
  { hallId, actionKey }: Pick<KeyedAction, 'hallId' | 'actionKey'>,
): Promise<boolean> {
  const done = await transaction
    .selectFrom('deskActions')
    .select('actionKey')
    .where('hallId', '=', hallId)
    .where('actionKey', '=', actionKey)
    .executeTakeFirst();
  return done !== undefined;
}
