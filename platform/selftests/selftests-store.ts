import type { CommandBody } from '#contract/platform/commands.ts';
import type { DatabaseTransaction } from '../database/database.ts';
import type { SigningTerminal } from '../terminals/signature-check.ts';

type SelfTest = Extract<CommandBody, { kind: 'terminal.selftest' }>;

/** A report that comes again under another key (a terminal restored from a backup) changes nothing. */
export async function insertSelfTest(
  transaction: DatabaseTransaction,
  terminal: SigningTerminal,
  { selfTestId, startedAt, endedAt, items, paper }: SelfTest,
  takenAt: Date,
): Promise<void> {
  await transaction
    .insertInto('selftests')
    .values({
      ...terminal,
      selftestId: selfTestId,
      passed: items.every((item) => item.passed),
      report: JSON.stringify({ items, paper }),
      startedAt: new Date(startedAt),
      endedAt: new Date(endedAt),
      takenAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
