import { createHash, createPublicKey, randomBytes } from 'node:crypto';
import { err, ok, type Result } from 'neverthrow';
import { v7 as uuidv7 } from 'uuid';
import type { Clock } from '#domain/time/clock.ts';
import type { Database, DatabaseTransaction } from '../database/database.ts';
import {
  insertEnrolCode,
  insertTerminal,
  lockEnrolCode,
  lockTerminal,
  markCodeUsed,
} from './terminals-store.ts';

/** Letters and digits that are not taken for one another when a code is read aloud or typed. */
const CODE_LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const CODE_LENGTH = 16;
const GROUP = /.{4}(?=.)/g;

/** A day suffices to carry a code from the desk to the terminal; a forgotten one soon opens nothing. */
export const ENROL_CODE_LIFETIME_MS = 24 * 60 * 60 * 1000;

/** A new code of 80 random bits, in groups of four. */
export function newEnrolCode(random: (size: number) => Uint8Array = randomBytes): string {
  const letters = Array.from(random(CODE_LENGTH), (byte) => CODE_LETTERS.charAt(byte % CODE_LETTERS.length));
  return letters.join('').replace(GROUP, '$&-');
}

/** Only the hash is stored: who reads the database cannot enrol a terminal. Case and separators do not count. */
export function enrolCodeHash(code: string): string {
  return createHash('sha256').update(code.toUpperCase().replace(/[\s-]/g, '')).digest('hex');
}

export async function addEnrolCode(
  database: Database,
  code: {
    readonly code: string;
    readonly hallId: string;
    readonly terminalLabel: string;
    readonly expiresAt: Date;
  },
): Promise<void> {
  const { code: text, ...rest } = code;
  await insertEnrolCode(database, { codeHash: enrolCodeHash(text), ...rest });
}

export type EnrolmentError = 'CODE_UNKNOWN' | 'CODE_EXPIRED' | 'CODE_USED' | 'KEY_INVALID';

export type Enrolment = {
  readonly terminalId: string;
  readonly terminalLabel: string;
  readonly hallId: string;
};

/**
 * Makes a terminal of a one-time code and the terminal's own public key; the code is used up in the same step.
 * The code with the key it was used with gives that terminal again, at any time: the answer may have been lost, or
 * the terminal have died before it was saved. Knowing both opens nothing without the private key.
 */
export async function enrol(
  database: Database,
  clock: Clock,
  request: { readonly code: string; readonly publicKey: string },
): Promise<Result<Enrolment, EnrolmentError>> {
  const publicKey = Buffer.from(request.publicKey, 'base64');
  if (!isEd25519(publicKey)) return err('KEY_INVALID');
  const codeHash = enrolCodeHash(request.code);
  return database.transaction().execute(async (transaction) => {
    const code = await lockEnrolCode(transaction, codeHash);
    if (!code) return err('CODE_UNKNOWN');
    if (code.terminalId !== null) return enrolledBefore(transaction, code.terminalId, publicKey);
    const now = new Date(clock.now());
    if (code.expiresAt <= now) return err('CODE_EXPIRED');
    const terminal = { terminalId: uuidv7(), terminalLabel: code.terminalLabel, hallId: code.hallId };
    await insertTerminal(transaction, { ...terminal, publicKey, enrolledAt: now });
    await markCodeUsed(transaction, codeHash, terminal.terminalId, now);
    return ok(terminal);
  });
}

async function enrolledBefore(
  transaction: DatabaseTransaction,
  terminalId: string,
  publicKey: Buffer,
): Promise<Result<Enrolment, EnrolmentError>> {
  const terminal = await lockTerminal(transaction, terminalId);
  if (!terminal?.publicKey.equals(publicKey)) return err('CODE_USED');
  return ok({ terminalId, terminalLabel: terminal.terminalLabel, hallId: terminal.hallId });
}

function isEd25519(publicKey: Buffer): boolean {
  try {
    const key = createPublicKey({ key: publicKey, format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'ed25519';
  } catch {
    // Bytes that are no key at all.
    return false;
  }
}
