import { randomInt } from 'node:crypto';
import type { FailureCode } from '#contract/failures.ts';
import type { Log } from './log/log.ts';

/** Without 0/O, 1/I/L: the reference is read aloud and typed. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const LENGTH = 6;

/** Makes the short reference that is shown with a failure, and logs it with the code and the place. */
export type FailureReferences = (code: FailureCode, place: string) => string;

export function createFailureReferences(
  log: Log,
  randomBelow: (limit: number) => number = (limit) => randomInt(limit),
): FailureReferences {
  return (code, place) => {
    const reference = Array.from({ length: LENGTH }, () =>
      ALPHABET.charAt(randomBelow(ALPHABET.length)),
    ).join('');
    log.event('failure.shown', { code, place, reference });
    return reference;
  };
}
