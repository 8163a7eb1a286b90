import { randomBytes } from 'node:crypto';
import { err, ok, type Result } from 'neverthrow';
import type { Clock } from '#domain/time/clock.ts';
import { addDays, businessDateAt } from '#domain/time/hall-time.ts';
import type { Database } from '../database/database.ts';
import {
  lockTerminal,
  type ReportedLease,
  reportedLeases,
  setDisabled,
  type TerminalRow,
  updateLinks,
} from './terminals-store.ts';

export type HelloError = 'TERMINAL_UNKNOWN' | 'TERMINAL_DISABLED' | 'IDENTITY_IN_USE';

export type Hello = {
  readonly link: string;
  readonly terminalLabel: string;
  readonly hallId: string;
  /** What it has told of its numbers, so that it sees when its disk knows of less. */
  readonly reported: readonly ReportedLease[];
};

/**
 * Gives a terminal its next link. Links form a chain that only one machine can follow: a copy of its disk
 * comes with a link that has been used up, and is refused.
 */
export async function hello(
  database: Database,
  clock: Clock,
  terminalId: string,
  request: { readonly previousLink: string | null; readonly softwareVersion: string },
): Promise<Result<Hello, HelloError>> {
  return database.transaction().execute(async (transaction) => {
    const terminal = await lockTerminal(transaction, terminalId);
    if (!terminal) return err('TERMINAL_UNKNOWN');
    if (terminal.disabledAt) return err('TERMINAL_DISABLED');
    const previousLink = linkItHolds(terminal, request.previousLink);
    if (previousLink.isErr()) return err(previousLink.error);
    const link = randomBytes(16).toString('base64url');
    await updateLinks(transaction, terminalId, {
      currentLink: link,
      previousLink: previousLink.value,
      softwareVersion: request.softwareVersion,
      helloAt: new Date(clock.now()),
    });
    const { terminalLabel, hallId } = terminal;
    // Its clock may be a little behind: yesterday's numbers may still be its today's.
    const from = addDays(businessDateAt(clock.now()), -1);
    const reported = await reportedLeases(transaction, { hallId, terminalId, from });
    return ok({ link, terminalLabel, hallId, reported });
  });
}

/** The link that the terminal surely holds, when what it sent shows that it is the one machine of the chain. */
function linkItHolds(terminal: TerminalRow, sent: string | null): Result<string | null, 'IDENTITY_IN_USE'> {
  if (sent === terminal.currentLink) return ok(sent);
  // The answer that carried the current link was lost: nobody has used it, so nobody else holds it.
  if (sent === terminal.previousLink && !terminal.currentLinkUsed) return ok(sent);
  return err('IDENTITY_IN_USE');
}

export type TerminalChangeError = 'TERMINAL_UNKNOWN';

/** From the next request on a disabled terminal is refused; enabling it again needs no new enrolment. */
export async function setTerminalDisabled(
  database: Database,
  clock: Clock,
  terminalId: string,
  disabled: boolean,
): Promise<Result<void, TerminalChangeError>> {
  const found = await setDisabled(database, terminalId, disabled ? new Date(clock.now()) : null);
  return found ? ok(undefined) : err('TERMINAL_UNKNOWN');
}
