import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { Turns } from './turns.ts';

const scryptOnce = promisify<string, Buffer, number, Cost, Buffer>(scrypt);
type Cost = { readonly N: number; readonly r: number; readonly p: number };

/**
 * When all sign in at once in the morning, whoever is at work already must not wait for the processors. And whoever
 * signs in must not wait for a flood of guesses: the whole line is done in a few seconds also on a slow machine,
 * and a hall behind one address has room for its clerks in it.
 */
export const pinTurns = new Turns(2, { inAll: 50, ofOne: 15 });

/** Some 40 ms and 16 MB a try. What protects six digits is the lock after wrong tries; this, a stolen table. */
const COST = { N: 16_384, r: 8, p: 1 };
const SALT_BYTES = 16;
const KEY_BYTES = 32;

/** scrypt under a salt of its own, as text that names its cost. */
export async function hashPin(pin: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const key = await pinTurns.take(() => scryptOnce(plainDigits(pin), salt, KEY_BYTES, COST));
  return ['scrypt', COST.N, COST.r, COST.p, salt.toString('base64'), key.toString('base64')].join('$');
}

/** Takes as long for a name that nobody has (`undefined`) as for a wrong PIN. Whoever asks has one of the turns. */
export async function pinMatches(pin: string, pinHash: string | undefined): Promise<boolean> {
  const [scheme, n, r, p, salt = '', key = ''] = (pinHash ?? (await nobodysHash)).split('$');
  if (scheme !== 'scrypt') throw new Error('a PIN was kept in an unknown way');
  const wanted = Buffer.from(key, 'base64');
  const cost = { N: Number(n), r: Number(r), p: Number(p) };
  const given = await scryptOnce(plainDigits(pin), Buffer.from(salt, 'base64'), wanted.length, cost);
  return timingSafeEqual(given, wanted) && pinHash !== undefined;
}

const nobodysHash = hashPin('');

/** An input method may give full-width digits for the same keys. */
function plainDigits(pin: string): string {
  return pin.normalize('NFKC');
}
