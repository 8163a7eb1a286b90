import type { Redaction, StreamRedactor } from '../transport/session-recording.ts';
import { createCodePseudonyms } from './code-pseudonyms.ts';
import { createHidPosRedactor } from './hid-pos-redaction.ts';
import { CR, LF, MAX_CODE_BYTES, type Suffix, suffixBytesBefore } from './line-codec.ts';
import type { ScannerProfile } from './profiles.ts';
import { takeAimPrefix } from './scan-text.ts';
import { ARRIVAL_MS, familyOf } from './scanner-session.ts';
import type { TriggerFamily } from './trigger-commands.ts';

/**
 * Recordings of a code scanner: of every code nothing stays but how many bytes it has, what kind of symbol it was, and
 * whether it is the same as another. Commands and their answers stay.
 */
export function scannerRedaction(profile: ScannerProfile): Redaction {
  const { line, encoding, aimPrefix } = profile;
  const pseudonymOf = createCodePseudonyms(encoding);
  const gapMs = profile.gapMs + ARRIVAL_MS;
  return {
    outgoing: (bytes) => bytes,
    incoming: () =>
      afterGaps(
        gapMs,
        line.kind === 'hid-pos'
          ? createHidPosRedactor(line, pseudonymOf)
          : createSerialRedactor(line.suffix, familyOf(profile)?.replies, (code) =>
              aimPrefix ? behindAim(code, pseudonymOf) : pseudonymOf(code),
            ),
      ),
  };
}

/** What the decoders do with a pause, done with the time of what comes after it. */
function afterGaps(gapMs: number, redactor: Pick<StreamRedactor, 'push' | 'flush'>): StreamRedactor {
  let last = Number.POSITIVE_INFINITY;
  return {
    push: (bytes, at) => {
      const before = at - last >= gapMs ? redactor.flush('ended') : new Uint8Array(0);
      last = at;
      return Uint8Array.from([...before, ...redactor.push(bytes, at)]);
    },
    // A scanner is told to look while somebody already shows it a code.
    flush: (why) => (why === 'ended' ? redactor.flush(why) : new Uint8Array(0)),
  };
}

function behindAim(code: Uint8Array, pseudonymOf: (code: Uint8Array) => Uint8Array): Uint8Array {
  const text = Buffer.from(code).toString('latin1');
  const prefix = text.length - takeAimPrefix(text).text.length;
  return Uint8Array.from([...code.subarray(0, prefix), ...pseudonymOf(code.subarray(prefix))]);
}

function createSerialRedactor(
  suffix: Suffix,
  replies: TriggerFamily['replies'],
  redact: (code: Uint8Array) => Uint8Array,
): StreamRedactor {
  /** From the first byte of a code that has begun. */
  let held: number[] = [];
  let next = 0;
  /** Where in `held` the code's own bytes are: answers may stand between them. */
  let code: number[] = [];
  /** The code's byte before this one. */
  let previous: number | undefined;
  /** Too long for any symbol: what comes until it ends is nothing either. */
  let tooLong = false;

  const blank = (suffixBytes: number) => {
    const own = code.slice(0, code.length - suffixBytes);
    const redacted = tooLong ? undefined : redact(Uint8Array.from(own, (place) => held[place] ?? 0));
    for (const [index, place] of own.entries()) {
      // Of what is too long, its end must still be seen.
      const ends = tooLong && (held[place] === CR || held[place] === LF);
      if (!ends) held[place] = redacted?.[index] ?? 0;
    }
    code = [];
  };

  const give = (): number[] => {
    const given = held.slice(0, next);
    held = held.slice(next);
    next = 0;
    return given;
  };

  const walk = (complete: boolean): Uint8Array => {
    const given: number[] = [];
    while (next < held.length) {
      const byte = held[next] ?? 0;
      const found = byte === replies?.head ? replies.at(Uint8Array.from(held), next) : 'none';
      if (found === 'incomplete' && !complete) break;
      if (typeof found === 'object') {
        next += found.length;
      } else {
        const before = suffixBytesBefore(suffix, byte, previous);
        const skipped = suffix === 'cr' && byte === LF && previous === undefined;
        if (before !== undefined) {
          blank(before);
          tooLong = false;
          previous = undefined;
        } else if (!skipped) {
          code.push(next);
          previous = byte;
        }
        next += 1;
      }
      tooLong ||= code.length > MAX_CODE_BYTES;
      if (tooLong) blank(0);
      if (code.length === 0) given.push(...give());
    }
    return Uint8Array.from(given);
  };

  return {
    push: (bytes) => {
      held.push(...bytes);
      return walk(false);
    },
    flush: () => {
      const given = walk(true);
      blank(0);
      tooLong = false;
      previous = undefined;
      return Uint8Array.from([...given, ...give()]);
    },
  };
}
