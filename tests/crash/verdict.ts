import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import type { TestDatabase } from '../harness/database.ts';
import type { KilledTerminal } from './terminal-under-kill.ts';

type LocalTicket = { readonly ticketId: string; readonly place: string };
type PlatformTicket = { readonly ticket_id: string; readonly place: string };

/** What a terminal's own database says after all kills. */
export function localFaults(
  terminal: KilledTerminal,
  databaseFile: string,
): { faults: string[]; tickets: number } {
  const database = new Database(databaseFile, { readonly: true });
  try {
    const faults: string[] = [];
    const integrity = database.pragma('integrity_check', { simple: true });
    if (integrity !== 'ok') faults.push(`integrity_check says ${String(integrity)}`);
    const tickets = database
      .prepare<[], LocalTicket>(
        `select ticket_id as ticketId, queue_id || '/' || business_date || '/' || number as place from ticket`,
      )
      .all();
    faults.push(
      ...doubled(
        'number in the terminal',
        tickets.map((ticket) => ticket.place),
      ),
    );
    const known = new Set(tickets.map((ticket) => ticket.ticketId));
    for (const { ticketId, label } of terminal.acknowledged) {
      if (!known.has(ticketId))
        faults.push(`${label} was acknowledged and is not in ${dirname(databaseFile)}`);
    }
    const open = database
      .prepare<[], { state: string; jobs: number }>(
        `select state, count(*) as jobs from print_job where state in ('queued', 'sent') group by state`,
      )
      .all();
    for (const { state, jobs } of open) faults.push(`${jobs} print jobs are still ${state} after a stop`);
    return { faults, tickets: tickets.length };
  } finally {
    database.close();
  }
}

/** What the platform holds, against what the terminals acknowledged. */
export async function platformFaults(
  terminals: readonly KilledTerminal[],
  database: TestDatabase,
): Promise<{ faults: string[]; tickets: number }> {
  const tickets = await database.rows<PlatformTicket>(
    `select ticket_id, queue_id || '/' || business_date || '/' || ticket_number as place from tickets`,
  );
  const faults = [
    ...doubled(
      'ticket at the platform',
      tickets.map((ticket) => ticket.ticket_id),
    ),
    ...doubled(
      'number at the platform',
      tickets.map((ticket) => ticket.place),
    ),
  ];
  const known = new Set(tickets.map((ticket) => ticket.ticket_id));
  for (const terminal of terminals) {
    for (const { ticketId, label } of terminal.acknowledged) {
      if (!known.has(ticketId)) faults.push(`${label} was acknowledged and never reached the platform`);
    }
  }
  return { faults, tickets: tickets.length };
}

/** One request key must have given one ticket, and one ticket must belong to one key. */
export function acknowledgementFaults(terminals: readonly KilledTerminal[]): string[] {
  const ticketOf = new Map<string, string>();
  const keyOf = new Map<string, string>();
  const faults: string[] = [];
  for (const { requestKey, ticketId, label } of terminals.flatMap((terminal) => terminal.acknowledged)) {
    const earlierTicket = ticketOf.get(requestKey);
    if (earlierTicket !== undefined && earlierTicket !== ticketId)
      faults.push(`key ${requestKey} gave two tickets`);
    const earlierKey = keyOf.get(ticketId);
    if (earlierKey !== undefined && earlierKey !== requestKey)
      faults.push(`${label} was given to two requests`);
    ticketOf.set(requestKey, ticketId);
    keyOf.set(ticketId, requestKey);
  }
  return faults;
}

/**
 * Strips that came out of a printer, against the print ledger: no number may be on paper twice or on another's
 * strip, a confirmed one must be there, and a failed one must not.
 */
export function paperFaults(strips: readonly (readonly string[])[], databaseFile: string): string[] {
  const labelsOnPaper = strips.flat();
  const onPaper = new Set(labelsOnPaper);
  const faults = doubled('receipt', labelsOnPaper);
  for (const strip of strips) {
    if (strip.length > 1) faults.push(`${strip.join(' and ')} are on one strip`);
  }
  for (const { label, state } of printedStates(databaseFile)) {
    if (state === 'confirmed' && !onPaper.has(label)) faults.push(`${label} is confirmed and not on paper`);
    if (state === 'failed' && onPaper.has(label)) faults.push(`${label} has failed and is on paper`);
  }
  return faults;
}

function printedStates(databaseFile: string): { label: string; state: string }[] {
  const database = new Database(databaseFile, { readonly: true });
  try {
    return database
      .prepare<[], { label: string; state: string }>(
        'select ticket.label, print_job.state from print_job join ticket using (ticket_id)',
      )
      .all();
  } finally {
    database.close();
  }
}

export function databaseFileOf(configFile: string): string {
  return join(configFile.replace(/\.yaml$/, ''), 'database/terminal.sqlite');
}

function doubled(what: string, values: readonly string[]): string[] {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const value of values) {
    if (seen.has(value)) twice.add(value);
    seen.add(value);
  }
  return [...twice].map((value) => `${what} ${value} is there twice`);
}
