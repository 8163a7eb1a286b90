import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { err, ok, type Result } from 'neverthrow';
import { v7 as uuidv7 } from 'uuid';
import { parse } from 'yaml';
import type { LocalizedText } from '#contract/scalars.ts';
import type { Clock } from '#domain/time/clock.ts';
import type { Database } from '../database/database.ts';
import { inTransaction } from '../database/transaction.ts';
import { newPin } from '../staff/given-pin.ts';
import { loginName } from '../staff/login-name.ts';
import { hashPin } from '../staff/pin.ts';
import { insertStaff } from '../staff/staff-administration-store.ts';
import { hallOf } from './hall-document.ts';
import type { HallContent } from './halls.ts';
import { insertHall, insertHallVersion } from './halls-store.ts';

/** Stands in addresses and is typed on other machines: letters that every keyboard has, and nothing to be escaped. */
const HALL_ID_SHAPE = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const LONGEST_HALL_ID = 40;
const LONGEST_NAME = 64;

export type NewHall = {
  readonly hallId: string;
  readonly name: LocalizedText;
  /** What its first administrator signs in with. */
  readonly login: string;
};

export type NewHallRefusal = 'HALL_ID_WRONG' | 'NAME_WRONG' | 'LOGIN_WRONG' | 'HALL_THERE' | 'LOGIN_TAKEN';

/**
 * Makes a hall that gives numbers at once, and one administrator; gives his PIN, which is kept as a hash alone. When it
 * is refused there is neither.
 */
export async function createHall(
  database: Database,
  clock: Clock,
  { hallId, name, login }: NewHall,
): Promise<Result<string, NewHallRefusal>> {
  if (!HALL_ID_SHAPE.test(hallId) || hallId.length > LONGEST_HALL_ID) return err('HALL_ID_WRONG');
  if (name['zh-CN'].trim() === '') return err('NAME_WRONG');
  const loginKept = loginName(login);
  if (loginKept === '' || loginKept.length > LONGEST_NAME) return err('LOGIN_WRONG');
  const hall = { ...(await beginning(hallId, name)), version: 1 };
  const now = new Date(clock.now());
  const pin = newPin();
  const administrator = {
    staffId: uuidv7(),
    login: loginKept,
    name: loginKept,
    role: 'administrator' as const,
    disabledAt: null,
    pinHash: await hashPin(pin),
    pinGiven: true,
  };
  return inTransaction(database, async (transaction) => {
    if (!(await insertHall(transaction, hall, now))) return err('HALL_THERE');
    await insertHallVersion(transaction, hall, now, null);
    // Signing in names no hall: a login is one person's in all of them.
    return (await insertStaff(transaction, hallId, administrator)) ? ok(pin) : err('LOGIN_TAKEN');
  });
}

async function beginning(hallId: string, name: LocalizedText): Promise<HallContent> {
  const path = fileURLToPath(import.meta.resolve('#config/new-hall.yaml'));
  const parts: object = parse(await readFile(path, 'utf8'));
  const hall = hallOf({ hallId, name, ...parts });
  if (hall.isErr()) throw new Error(`${path}: ${hall.error.join('; ')}`);
  return hall.value;
}
