import type { Clock } from '#domain/time/clock.ts';
import { printerDelays } from './printer-delays.ts';
import { END, HEADER, MOST_CHARACTERS } from './printer-identity.ts';

/**
 * Texts that were asked for and did not come in time. Their end would pass for the answer to a marker, and a receipt for
 * printed that is not: where one comes late it is taken out of what the printer says. Noise that looks like the beginning
 * of one takes no more with it than the longest text has, and nothing once no text is to be expected any more.
 */
export function createLateTexts(clock: Clock) {
  let expected = 0;
  let until = 0;
  /** Characters of the text so far; undefined outside of one. */
  let inside: number | undefined;
  return {
    expect: (): void => {
      expected += 1;
      until = clock.now() + printerDelays.lateText;
    },
    without: (bytes: Uint8Array): Uint8Array => {
      if (clock.now() > until) {
        expected = 0;
        inside = undefined;
      }
      if (expected === 0) return bytes;
      return bytes.filter((byte) => {
        if (inside === MOST_CHARACTERS && byte !== END) inside = undefined;
        if (inside === undefined) {
          if (byte !== HEADER || expected === 0) return true;
          inside = 0;
          return false;
        }
        inside += 1;
        if (byte === END) {
          inside = undefined;
          expected -= 1;
        }
        return false;
      });
    },
  };
}
