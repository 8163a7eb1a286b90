import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { err, ok, type Result } from 'neverthrow';
import type { Log } from '../log/log.ts';
import type { KeyStore } from './key-store.ts';

/** Where sealed data lives; bound into the seal, so that a value moved to another column does not open. */
export type SealedPlace = { readonly table: string; readonly column: string };

/** Why personal data is opened; each use is logged by one of these. */
type UnsealPurpose = 'session' | 'print-receipt' | 'send-to-platform';

type UnsealError = 'SEAL_BROKEN' | 'SEALING_KEY_UNKNOWN';

declare const sealedContent: unique symbol;

/**
 * Personal data that only `Sealer.unseal` can read. It prints and serialises as `[sealed]`, and it fits no field
 * of a log event.
 */
export class Sealed<T> {
  /** Exists in types alone: keeps `Sealed<A>` and `Sealed<B>` apart. */
  declare readonly [sealedContent]: T;
  readonly #bytes: Uint8Array;
  readonly place: SealedPlace;

  private constructor(bytes: Uint8Array, place: SealedPlace) {
    this.#bytes = bytes;
    this.place = place;
  }

  /** A sealed value as it was stored. */
  static fromStored<T>(bytes: Uint8Array, place: SealedPlace): Sealed<T> {
    return new Sealed<T>(bytes, place);
  }

  /** The bytes to store; unreadable without the key. */
  toStored(): Uint8Array {
    return this.#bytes;
  }

  toJSON(): string {
    return '[sealed]';
  }

  toString(): string {
    return '[sealed]';
  }

  [inspect.custom](): string {
    return '[sealed]';
  }
}

export type Sealer = {
  readonly seal: <T>(value: T, place: SealedPlace) => Sealed<T>;
  readonly unseal: <T>(sealed: Sealed<T>, purpose: UnsealPurpose) => Result<T, UnsealError>;
  /** Keyed hash for finding equal values (HMAC-SHA-256, base64url); without the key it cannot be tried out. */
  readonly lookupKey: (text: string) => string;
};

/** Header: format, then the id of the key, so that old values still open after a new key was made. */
const FORMAT = 1;
const KEY_ID_BYTES = 4;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEADER_BYTES = 1 + KEY_ID_BYTES + NONCE_BYTES;

/** Seals with AES-256-GCM under the key store's current key. */
export function createSealer(keys: KeyStore, log: Log): Sealer {
  return {
    seal: <T>(value: T, place: SealedPlace) => {
      const key = keys.current();
      const nonce = randomBytes(NONCE_BYTES);
      const header = Buffer.concat([Buffer.of(FORMAT), Buffer.from(key.id, 'hex'), nonce]);
      const cipher = createCipheriv('aes-256-gcm', key.secret, nonce, { authTagLength: TAG_BYTES });
      cipher.setAAD(boundTo(header, place));
      const plain = Buffer.from(JSON.stringify(value), 'utf8');
      const body = Buffer.concat([cipher.update(plain), cipher.final()]);
      plain.fill(0);
      return Sealed.fromStored<T>(Buffer.concat([header, body, cipher.getAuthTag()]), place);
    },
    unseal: <T>(sealed: Sealed<T>, purpose: UnsealPurpose) => {
      const { table, column } = sealed.place;
      log.event('personal-data.unsealed', { purpose, table, column });
      return open<T>(keys, sealed);
    },
    lookupKey: (text) => createHmac('sha256', keys.lookupSecret()).update(text, 'utf8').digest('base64url'),
  };
}

function open<T>(keys: KeyStore, sealed: Sealed<T>): Result<T, UnsealError> {
  const bytes = Buffer.from(sealed.toStored());
  if (bytes.length < HEADER_BYTES + TAG_BYTES || bytes[0] !== FORMAT) return err('SEAL_BROKEN');
  const header = bytes.subarray(0, HEADER_BYTES);
  const key = keys.byId(header.subarray(1, 1 + KEY_ID_BYTES).toString('hex'));
  if (!key) return err('SEALING_KEY_UNKNOWN');
  const nonce = header.subarray(1 + KEY_ID_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key.secret, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(boundTo(header, sealed.place));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  const body = decipher.update(bytes.subarray(HEADER_BYTES, -TAG_BYTES));
  try {
    decipher.final();
  } catch {
    // OpenSSL says no more than that the tag is wrong: another key, another place or changed bytes.
    return err('SEAL_BROKEN');
  }
  const value: T = JSON.parse(body.toString('utf8'));
  body.fill(0);
  return ok(value);
}

function boundTo(header: Uint8Array, place: SealedPlace): Uint8Array {
  return Buffer.concat([header, Buffer.from(`${place.table}.${place.column}`, 'utf8')]);
}
