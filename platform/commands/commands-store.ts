import type { Command } from '#contract/platform/commands.ts';
import type { DatabaseTransaction } from '../database/database.ts';
import type { SigningTerminal } from '../terminals/signature-check.ts';

/** What is known of a terminal's earlier commands, as far as a batch asks. */
export type TakenCommands = {
  readonly keys: Set<string>;
  /** Sequence of the last command of each aggregate. */
  readonly lastSequences: Map<string, number>;
};

/** One look for a whole batch: most batches are a single ticket, and each statement is a way there and back. */
export async function takenCommands(
  transaction: DatabaseTransaction,
  terminal: SigningTerminal,
  commands: readonly Command[],
): Promise<TakenCommands> {
  const ofTerminal = transaction
    .selectFrom('commands')
    .where('hallId', '=', terminal.hallId)
    .where('terminalId', '=', terminal.terminalId);
  const keys = commands.map(({ key }) => key);
  const aggregates = [...new Set(commands.map(({ aggregate }) => aggregate))];
  const rows = await ofTerminal
    .select(['commandKey', 'aggregate', 'sequence'])
    .where('commandKey', 'in', keys)
    .unionAll(ofTerminal.select(['commandKey', 'aggregate', 'sequence']).where('aggregate', 'in', aggregates))
    .execute();
  const lastSequences = new Map<string, number>();
  for (const { aggregate, sequence } of rows) {
    lastSequences.set(aggregate, Math.max(sequence, lastSequences.get(aggregate) ?? 0));
  }
  return { keys: new Set(rows.map(({ commandKey }) => commandKey)), lastSequences };
}

export async function insertCommands(
  transaction: DatabaseTransaction,
  terminal: SigningTerminal,
  commands: readonly Command[],
  takenAt: Date,
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
  await transaction.insertInto('commands').values(rows).execute();
}
