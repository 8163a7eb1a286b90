import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { ok, type Result } from 'neverthrow';
import type { Log } from '../log/log.ts';
import type { StorageError } from '../storage/storage.ts';
import { type Enrolled, type IdentityFileError, openIdentityFile } from './identity-file.ts';

export type EnrolmentOptions = {
  /** Owner-only folder outside the database, `<dataDir>/keys`. */
  readonly keyFolder: string;
  /** The one-time code of the configuration, where there is one. */
  readonly enrolCode: string | undefined;
  readonly log: Log;
};

export type Enrolment = {
  /**
   * Who this terminal is; undefined until it is enrolled. Not bound to an address: a platform may move, and one
   * that does not know the terminal says so.
   */
  readonly enrolled: () => Enrolled | undefined;
  readonly link: () => string | null;
  readonly saveLink: (link: string, terminalLabel: string) => Result<void, StorageError>;
  /** A code of the configuration that has not been used yet. */
  readonly unusedCode: () => string | undefined;
  readonly saveEnrolled: (enrolled: Omit<Enrolled, 'codeHash'>, code: string) => Result<void, StorageError>;
  /** Ed25519 public key, SPKI DER in base64. */
  readonly publicKey: string;
  /** Ed25519 signature, base64url. */
  readonly sign: (text: string) => string;
  readonly starts: () => number;
  readonly saveStarts: (starts: number) => Result<void, StorageError>;
};

/** The terminal's identity towards the platform; makes its key pair at the first start. */
export function createEnrolment(options: EnrolmentOptions): Result<Enrolment, IdentityFileError> {
  const { keyFolder, enrolCode, log } = options;
  return openIdentityFile(keyFolder, log, newPrivateKey).map((file) => {
    const privateKey = createPrivateKey({
      key: Buffer.from(file.read().privateKey, 'base64'),
      format: 'der',
      type: 'pkcs8',
    });
    const enrolled = () => file.read().enrolled ?? undefined;
    return {
      enrolled,
      link: () => file.read().link,
      saveLink: (link, terminalLabel) => {
        const known = enrolled();
        return known ? file.write({ ...file.read(), link, enrolled: { ...known, terminalLabel } }) : ok();
      },
      unusedCode: () =>
        enrolCode !== undefined && hashOf(enrolCode) !== enrolled()?.codeHash ? enrolCode : undefined,
      saveEnrolled: (identity, code) =>
        file
          .write({ ...file.read(), link: null, enrolled: { ...identity, codeHash: hashOf(code) } })
          .map(() => {
            log.event('platform.enrolled', { terminal: identity.terminalId, hall: identity.hallId });
          }),
      publicKey: createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).toString('base64'),
      sign: (text) => sign(null, Buffer.from(text, 'utf8'), privateKey).toString('base64url'),
      starts: () => file.read().starts,
      saveStarts: (starts) => file.write({ ...file.read(), starts }),
    };
  });
}

function newPrivateKey(): string {
  const { privateKey } = generateKeyPairSync('ed25519');
  return privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
}

function hashOf(code: string): string {
  return createHash('sha256').update(code, 'utf8').digest('hex');
}
