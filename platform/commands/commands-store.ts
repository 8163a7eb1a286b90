import type { Command } from '#contract/platform/commands.ts';
import type { DatabaseTransaction } from '../database/database.ts';
import type { SigningTerminal } from '../terminals/signature-check.ts';

export async function isTaken(
  transaction: DatabaseTransaction,
  terminal: SigningTerminal,
  commandKey: string,
): Promise<boolean> {
  const row = await transaction
    .selectFrom('commands')
    .select('commandKey')
    .where('hallId', '=', terminal.hallId)
    .where('terminalId', '=', terminal.terminalId)
    .where('commandKey', '=', commandKey)
    .executeTakeFirst();
  return row !== undefined;
}

/** Sequence of the last command taken of an aggregate; 0 when none was. */
export async function lastSequence(
  transaction: DatabaseTransaction,
  terminal: SigningTerminal,
  aggregate: string,
): Promise<number> {
  const row = await transaction
    .selectFrom('commands')
    .select(({ fn }) => fn.max('sequence').as('last'))
    .where('hallId', '=', terminal.hallId)
    .where('terminalId', '=', terminal.terminalId)
    .where('aggregate', '=', aggregate)
    .executeTakeFirst();
  return row?.last ?? 0;
}

export async function insertCommand(
  transaction: DatabaseTransaction,
  terminal: SigningTerminal,
  command: Command,
  takenAt: Date,
): Promise<void> {
  await transaction
    .insertInto('commands')
    .values({
      ...terminal,
      commandKey: command.key,
      aggregate: command.aggregate,
      sequence: command.sequence,
      kind: command.body.kind,
      takenAt,
    })
    .execute();
}
