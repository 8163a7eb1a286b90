import type { Database, DatabaseTransaction } from '../database/database.ts';
import { prepared } from '../database/prepared.ts';
import { Together } from '../database/together.ts';

/** So many requests are looked into by one statement. */
const AT_ONCE = 64;

export type TerminalRow = {
  readonly terminalId: string;
  readonly hallId: string;
  readonly terminalLabel: string;
  readonly publicKey: Buffer;
  readonly disabledAt: Date | null;
  readonly currentLink: string | null;
  readonly previousLink: string | null;
  readonly currentLinkUsed: boolean;
  readonly contactAt: Date | null;
};

const TERMINAL_COLUMNS = [
  'terminalId',
  'hallId',
  'terminalLabel',
  'publicKey',
  'disabledAt',
  'currentLink',
  'previousLink',
  'currentLinkUsed',
  'contactAt',
] as const;

const lookedFor = new WeakMap<Database, Together<string, TerminalRow | undefined>>();
const terminalsOf = prepared<TerminalRow>(
  'terminals',
  `select terminal_id, hall_id, terminal_label, public_key, disabled_at, current_link, previous_link,
    current_link_used, contact_at
  from terminals where terminal_id = any($1::text[])`,
);

/** Asked for each request: those that come at the same time are looked for in one statement. */
export function findTerminal(database: Database, terminalId: string): Promise<TerminalRow | undefined> {
  const together = lookedFor.get(database) ?? new Together<string, TerminalRow | undefined>(AT_ONCE);
  lookedFor.set(database, together);
  return together.add('terminals', terminalId, async (terminalIds) => {
    const { rows } = await database.executeQuery(terminalsOf(terminalIds));
    const found = new Map(rows.map((row) => [row.terminalId, row]));
    return terminalIds.map((each) => found.get(each));
  });
}

/** The row, held against every other transaction that takes it so until this one ends. */
export function lockTerminal(
  transaction: DatabaseTransaction,
  terminalId: string,
): Promise<TerminalRow | undefined> {
  return transaction
    .selectFrom('terminals')
    .select(TERMINAL_COLUMNS)
    .where('terminalId', '=', terminalId)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

export async function insertTerminal(
  transaction: DatabaseTransaction,
  terminal: {
    readonly terminalId: string;
    readonly hallId: string;
    readonly terminalLabel: string;
    readonly publicKey: Buffer;
    readonly enrolledAt: Date;
  },
): Promise<void> {
  await transaction
    .insertInto('terminals')
    .values({ ...terminal, currentLinkUsed: false })
    .execute();
}

/** Only when the link is still the current one: a hello in between has made a new one. */
export async function markLinkUsed(database: Database, terminalId: string, link: string): Promise<void> {
  await database
    .updateTable('terminals')
    .set({ currentLinkUsed: true })
    .where('terminalId', '=', terminalId)
    .where('currentLink', '=', link)
    .execute();
}

/** A terminal that works asks something every few seconds; after so long without anything it was cut off. */
const SILENCE_MS = 30_000;

const note = prepared(
  'note-contact',
  `with noted as (
    update terminals set
      contact_at = $2::timestamptz,
      clock_offset_ms = $3::integer,
      contact_since = case when contact_since is null or contact_at < $4::timestamptz then $2::timestamptz
        else contact_since end,
      contact_before = case when contact_at < $4::timestamptz then contact_at else contact_before end,
      offset_before_ms = case when contact_at < $4::timestamptz then clock_offset_ms else offset_before_ms end
    where terminal_id = $1::text
    returning 1
  )
  select set_config('synchronous_commit', 'off', true) from noted`,
);

/**
 * Keeps when a terminal was heard and how far its clock is ahead; behind a silence also what was known before it. Does
 * not wait for the disk: if PostgreSQL crashes within the next moment, the terminal was heard last a moment earlier,
 * and what it hands in is committed behind this and takes it to the disk along with itself.
 */
export async function noteContact(
  database: Database,
  terminalId: string,
  now: Date,
  clockOffsetMs: number,
): Promise<void> {
  await database.executeQuery(note(terminalId, now, clockOffsetMs, new Date(now.getTime() - SILENCE_MS)));
}

/** Once in a while is enough: what counts is that it was about this time. */
const CONTRADICTION_NOTED_EVERY_MS = 60_000;

/** A terminal came with another time than the platform's, and was refused for it. */
export async function noteContradiction(database: Database, terminalId: string, now: Date): Promise<void> {
  await database
    .updateTable('terminals')
    .set({ contradictedAt: now })
    .where('terminalId', '=', terminalId)
    .where((is) =>
      is.or([
        is('contradictedAt', 'is', null),
        is('contradictedAt', '<', new Date(now.getTime() - CONTRADICTION_NOTED_EVERY_MS)),
        is('contradictedAt', '>', now),
      ]),
    )
    .execute();
}

export async function updateLinks(
  transaction: DatabaseTransaction,
  terminalId: string,
  links: {
    readonly currentLink: string;
    readonly previousLink: string | null;
    readonly softwareVersion: string;
    readonly helloAt: Date;
  },
): Promise<void> {
  await transaction
    .updateTable('terminals')
    .set({ ...links, currentLinkUsed: false })
    .where('terminalId', '=', terminalId)
    .execute();
}

export type ReportedLease = { readonly leaseId: string; readonly highest: number };

/** The highest number of each lease that the terminal has handed tickets in with, from a day on. */
export function reportedLeases(
  transaction: DatabaseTransaction,
  {
    hallId,
    terminalId,
    from,
  }: { readonly hallId: string; readonly terminalId: string; readonly from: string },
): Promise<ReportedLease[]> {
  return transaction
    .selectFrom('tickets')
    .select(['leaseId', (select) => select.fn.max('ticketNumber').as('highest')])
    .where('hallId', '=', hallId)
    .where('businessDate', '>=', from)
    .where('terminalId', '=', terminalId)
    .groupBy('leaseId')
    .execute();
}

/** False when there is no such terminal. */
export async function setDisabled(
  database: Database,
  terminalId: string,
  disabledAt: Date | null,
): Promise<boolean> {
  const result = await database
    .updateTable('terminals')
    .set({ disabledAt })
    .where('terminalId', '=', terminalId)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

export async function deleteExpiredNonces(database: Database, now: Date): Promise<void> {
  await database.deleteFrom('requestNonces').where('expiresAt', '<', now).execute();
}

export function lockEnrolCode(transaction: DatabaseTransaction, codeHash: string) {
  return transaction
    .selectFrom('enrolCodes')
    .select(['hallId', 'terminalLabel', 'expiresAt', 'terminalId'])
    .where('codeHash', '=', codeHash)
    .forUpdate()
    .executeTakeFirst();
}

export async function markCodeUsed(
  transaction: DatabaseTransaction,
  codeHash: string,
  terminalId: string,
  usedAt: Date,
): Promise<void> {
  await transaction
    .updateTable('enrolCodes')
    .set({ usedAt, terminalId })
    .where('codeHash', '=', codeHash)
    .execute();
}

/** Leaves a code that is there already as it is. */
export async function insertEnrolCode(
  database: Database,
  code: {
    readonly codeHash: string;
    readonly hallId: string;
    readonly terminalLabel: string;
    readonly expiresAt: Date;
  },
): Promise<void> {
  await database
    .insertInto('enrolCodes')
    .values(code)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
