import type { Database, DatabaseTransaction } from '../database/database.ts';
import type { SigningTerminal } from '../terminals/signature-check.ts';

export type HelpRow = { readonly answeredBy: string | null; readonly endedAt: Date | null };

/** A terminal calls once at a time: what it called before has ended. */
export async function endOtherCalls(
  transaction: DatabaseTransaction,
  { hallId, terminalId }: SigningTerminal,
  helpId: string,
  now: Date,
): Promise<void> {
  await transaction
    .updateTable('helpCalls')
    .set({ endedAt: now })
    .where('hallId', '=', hallId)
    .where('endedAt', 'is', null)
    .where('terminalId', '=', terminalId)
    .where('helpId', '<>', helpId)
    .execute();
}

/** Leaves a call that is there already as it is. */
export async function insertCall(
  transaction: DatabaseTransaction,
  call: SigningTerminal & { readonly helpId: string; readonly screen: string; readonly calledAt: Date },
): Promise<void> {
  await transaction
    .insertInto('helpCalls')
    .values(call)
    .onConflict((conflict) => conflict.columns(['hallId', 'helpId']).doNothing())
    .execute();
}

export function findCallOfTerminal(
  database: Database,
  { hallId, terminalId }: SigningTerminal,
  helpId: string,
): Promise<HelpRow | undefined> {
  return database
    .selectFrom('helpCalls')
    .select(['answeredBy', 'endedAt'])
    .where('hallId', '=', hallId)
    .where('helpId', '=', helpId)
    .where('terminalId', '=', terminalId)
    .executeTakeFirst();
}

export function findCall(database: Database, hallId: string, helpId: string): Promise<HelpRow | undefined> {
  return database
    .selectFrom('helpCalls')
    .select(['answeredBy', 'endedAt'])
    .where('hallId', '=', hallId)
    .where('helpId', '=', helpId)
    .executeTakeFirst();
}

/** False when it has ended or somebody else goes already. */
export async function setAnswered(
  database: Database,
  call: { readonly hallId: string; readonly helpId: string; readonly staffId: string },
  now: Date,
): Promise<boolean> {
  const result = await database
    .updateTable('helpCalls')
    .set({ answeredAt: now, answeredBy: call.staffId })
    .where('hallId', '=', call.hallId)
    .where('helpId', '=', call.helpId)
    .where('answeredAt', 'is', null)
    .where('endedAt', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** False when it has ended before. */
export async function setEnded(
  database: Database,
  call: { readonly hallId: string; readonly helpId: string },
  now: Date,
): Promise<boolean> {
  const result = await database
    .updateTable('helpCalls')
    .set({ endedAt: now })
    .where('hallId', '=', call.hallId)
    .where('helpId', '=', call.helpId)
    .where('endedAt', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}
