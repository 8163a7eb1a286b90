import type { Command } from '#contract/platform/commands.ts';
import type { DatabaseTransaction } from '../database/database.ts';
import { intakeLock } from '../halls/hall-lock.ts';
import type { SigningTerminal } from '../terminals/signature-check.ts';
import type { TerminalContact } from '../tickets/ticket-place.ts';

/**
 * One batch of a terminal at a time, over all platform processes, and none while its hall closes or its queues change:
 * what is looked at next stays as it is until the transaction ends.
 */
export function lockForBatch(
  transaction: DatabaseTransaction,
  { hallId, terminalId }: SigningTerminal,
): Promise<TerminalContact> {
  return transaction
    .selectFrom('terminals')
    .select([
      intakeLock(hallId).as('locked'),
      'clockOffsetMs',
      'contactSince',
      'contactBefore',
      'offsetBeforeMs',
      'lastPlace',
    ])
    .where('terminalId', '=', terminalId)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
}

/** Keeps what was taken, and where the terminal's last ticket stands when the batch had one. */
export async function insertCommands(
  transaction: DatabaseTransaction,
  terminal: SigningTerminal,
  commands: readonly Command[],
  takenAt: Date,
  lastPlace: Date | undefined,
): Promise<void> {
  if (commands.length === 0) return;
  const rows = commands.map((command) => ({
    ...terminal,
    commandKey: command.key,
    aggregate: command.aggregate,
    sequence: command.sequence,
    kind: command.body.kind,
    takenAt,
  }));
  if (lastPlace === undefined) {
    await transaction.insertInto('commands').values(rows).execute();
    return;
  }
  await transaction
    .with('placed', (query) =>
      query.updateTable('terminals').set({ lastPlace }).where('terminalId', '=', terminal.terminalId),
    )
    .insertInto('commands')
    .values(rows)
    .execute();
}
