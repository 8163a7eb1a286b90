import { err, ok, type Result } from 'neverthrow';
import { validate as isUuid } from 'uuid';
import type { Clock } from '#domain/time/clock.ts';
import type { Database } from '../database/database.ts';
import type { SigningTerminal } from '../terminals/signature-check.ts';
import {
  endOtherCalls,
  findCall,
  findCallOfTerminal,
  type HelpRow,
  insertCall,
  setAnswered,
  setEnded,
} from './help-store.ts';

export type HelpState = 'waiting' | 'coming' | 'ended' | 'unknown';
export type HelpRefusal = 'HELP_UNKNOWN' | 'HELP_STATE';

/** Calls somebody to a terminal; the same id is the same call, however often it comes. */
export async function callHelp(
  database: Database,
  clock: Clock,
  terminal: SigningTerminal,
  { helpId, screen }: { readonly helpId: string; readonly screen: string },
): Promise<HelpState> {
  const now = new Date(clock.now());
  await database.transaction().execute(async (transaction) => {
    await endOtherCalls(transaction, terminal, helpId, now);
    await insertCall(transaction, { ...terminal, helpId, screen, calledAt: now });
  });
  return helpState(database, terminal, helpId);
}

/** How a terminal's own call stands. */
export async function helpState(
  database: Database,
  terminal: SigningTerminal,
  helpId: string,
): Promise<HelpState> {
  return stateOf(await findCallOfTerminal(database, terminal, helpId));
}

/** The citizen takes the call back. */
export async function takeHelpBack(
  database: Database,
  clock: Clock,
  terminal: SigningTerminal,
  helpId: string,
): Promise<HelpState> {
  if ((await helpState(database, terminal, helpId)) === 'unknown') return 'unknown';
  await setEnded(database, { hallId: terminal.hallId, helpId }, new Date(clock.now()));
  return 'ended';
}

type Clerk = { readonly hallId: string; readonly staffId: string };

/** Somebody of the staff goes; pressed again by the same it is the same answer. */
export async function answerHelp(
  database: Database,
  clock: Clock,
  { hallId, staffId }: Clerk,
  helpId: string,
): Promise<Result<void, HelpRefusal>> {
  if (!isUuid(helpId)) return err('HELP_UNKNOWN');
  if (await setAnswered(database, { hallId, helpId, staffId }, new Date(clock.now()))) return ok(undefined);
  const call = await findCall(database, hallId, helpId);
  if (!call) return err('HELP_UNKNOWN');
  return call.answeredBy === staffId && call.endedAt === null ? ok(undefined) : err('HELP_STATE');
}

/** The citizen was helped; pressed again by whoever went, it is the same end. */
export async function endHelp(
  database: Database,
  clock: Clock,
  { hallId, staffId }: Clerk,
  helpId: string,
): Promise<Result<void, HelpRefusal>> {
  if (!isUuid(helpId)) return err('HELP_UNKNOWN');
  if (await setEnded(database, { hallId, helpId }, new Date(clock.now()))) return ok(undefined);
  const call = await findCall(database, hallId, helpId);
  if (!call) return err('HELP_UNKNOWN');
  return call.answeredBy === staffId ? ok(undefined) : err('HELP_STATE');
}

function stateOf(call: HelpRow | undefined): HelpState {
  if (!call) return 'unknown';
  if (call.endedAt) return 'ended';
  return call.answeredBy === null ? 'waiting' : 'coming';
}
