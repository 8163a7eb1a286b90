import { sql } from 'kysely';
import type { Database, DatabaseTransaction } from '../database/database.ts';
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

/** Asked for each request: those that come at the same time are looked for in one statement. */
export function findTerminal(database: Database, terminalId: string): Promise<TerminalRow | undefined> {
  const together = lookedFor.get(database) ?? new Together<string, TerminalRow | undefined>(AT_ONCE);
  lookedFor.set(database, together);
  return together.add('terminals', terminalId, async (terminalIds) => {
    const rows = await database
      .selectFrom('terminals')
      .select(TERMINAL_COLUMNS)
      .where('terminalId', 'in', [...terminalIds])
      .execute();
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

/** Keeps when a terminal was heard and how far its clock is ahead; behind a silence also what was known before it. */
export async function noteContact(
  database: Database,
  terminalId: string,
  now: Date,
  clockOffsetMs: number,
): Promise<void> {
  const silent = sql<boolean>`contact_at < ${new Date(now.getTime() - SILENCE_MS)}`;
  await database
    .updateTable('terminals')
    .set({
      contactAt: now,
      clockOffsetMs,
      contactSince: sql<Date>`case when contact_since is null or ${silent} then ${now}::timestamptz
        else contact_since end`,
      contactBefore: sql<Date | null>`case when ${silent} then contact_at else contact_before end`,
      offsetBeforeMs: sql<number | null>`case when ${silent} then clock_offset_ms else offset_before_ms end`,
    })
    .where('terminalId', '=', terminalId)
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

type Nonce = { readonly terminalId: string; readonly nonce: string; readonly expiresAt: Date };
const toInsert = new WeakMap<Database, Together<Nonce, boolean>>();

/** False when the nonce was there already. Those that come at the same time wait for the disk together. */
export function insertNonce(database: Database, nonce: Nonce): Promise<boolean> {
  const together = toInsert.get(database) ?? new Together<Nonce, boolean>(AT_ONCE);
  toInsert.set(database, together);
  return together.add('nonces', nonce, async (nonces) => {
    const rows = await database
      .insertInto('requestNonces')
      .values([...nonces])
      .onConflict((conflict) => conflict.doNothing())
      .returning(['terminalId', 'nonce'])
      .execute();
    const isNew = new Set(rows.map(nameOf));
    // Of the same nonce twice at once, the first is the new one.
    return nonces.map((each) => isNew.delete(nameOf(each)));
  });
}

/** A nonce has no space in it. */
function nameOf({ terminalId, nonce }: Pick<Nonce, 'terminalId' | 'nonce'>): string {
  return `${nonce} ${terminalId}`;
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
