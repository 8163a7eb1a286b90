import { randomBytes, randomInt, scrypt, timingSafeEqual } from 'node:crypto';

/**
 * Cost 2^15 with blocks of 8 takes some 32 MiB and a tenth of a second: whoever steals the file tries a few
 * numbers a second on each core, and whoever stands at the screen does not notice.
 */
const LOG2_COST = 15;
const BLOCK_SIZE = 8;
const SALT_BYTES = 16;
const HASH_BYTES = 32;
const FIRST_PIN_DIGITS = 8;

/** `scrypt$<log2 of the cost>$<block size>$<salt>$<hash>`, both in base64url. */
export const PIN_HASH_SHAPE = /^scrypt\$(1[0-9]|20)\$(\d{1,2})\$([\w-]{16,})\$([\w-]{43})$/;

export async function hashPin(pin: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive(pin, salt, LOG2_COST, BLOCK_SIZE);
  return `scrypt$${LOG2_COST}$${BLOCK_SIZE}$${salt.toString('base64url')}$${hash.toString('base64url')}`;
}

/** False also where the stored text is no hash. */
export async function matchesPin(pin: string, stored: string): Promise<boolean> {
  const [, cost, blocks, salt, hash] = PIN_HASH_SHAPE.exec(stored) ?? [];
  if (cost === undefined || blocks === undefined || salt === undefined || hash === undefined) return false;
  const derived = await derive(pin, Buffer.from(salt, 'base64url'), Number(cost), Number(blocks));
  return timingSafeEqual(derived, Buffer.from(hash, 'base64url'));
}

export function makeFirstPin(): string {
  return String(randomInt(10 ** FIRST_PIN_DIGITS)).padStart(FIRST_PIN_DIGITS, '0');
}

function derive(pin: string, salt: Buffer, log2Cost: number, blockSize: number): Promise<Buffer> {
  const N = 2 ** log2Cost;
  // Node's default limit is just below what the cost needs.
  const options = { N, r: blockSize, p: 1, maxmem: 256 * N * blockSize };
  return new Promise((resolve, reject) => {
    scrypt(pin, salt, HASH_BYTES, options, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
}
