import type { Database, DatabaseTransaction } from '../database/database.ts';

export type TerminalRow = {
  readonly terminalId: string;
  readonly hallId: string;
  readonly terminalLabel: string;
  readonly publicKey: Buffer;
  readonly disabledAt: Date | null;
  readonly currentLink: string | null;
  readonly previousLink: string | null;
  readonly currentLinkUsed: boolean;
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
] as const;

export function findTerminal(database: Database, terminalId: string): Promise<TerminalRow | undefined> {
  return database
    .selectFrom('terminals')
    .select(TERMINAL_COLUMNS)
    .where('terminalId', '=', terminalId)
    .executeTakeFirst();
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
