import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * The code on a paper, for whoever shows the card that it was taken with: without the number of that card neither the
 * database nor whoever has the platform's secret opens it.
 */
export function sealedCode(secret: Uint8Array, personKey: Buffer, idNumber: string, code: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, keyOf(secret, idNumber), nonce).setAAD(personKey);
  const text = Buffer.concat([cipher.update(code, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), text]);
}

export function openedCode(secret: Uint8Array, personKey: Buffer, idNumber: string, sealed: Buffer): string {
  const nonce = sealed.subarray(0, NONCE_BYTES);
  const tag = sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
  const decipher = createDecipheriv(CIPHER, keyOf(secret, idNumber), nonce).setAAD(personKey).setAuthTag(tag);
  const text = decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES));
  return Buffer.concat([text, decipher.final()]).toString('utf8');
}

/** Of the number as a card has it: both times it was read from one. */
function keyOf(secret: Uint8Array, idNumber: string): Buffer {
  return createHmac('sha256', secret).update(`paper ${idNumber}`).digest();
}
