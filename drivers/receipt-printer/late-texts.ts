import type { Clock } from '#domain/time/clock.ts';
import { printerDelays } from './printer-delays.ts';
import { END, HEADER, isVisible, MOST_CHARACTERS } from './printer-identity.ts';

/**
 * Texts that were asked for and did not come in time, or not whole. Their end would pass for the answer to a marker, and a receipt for
 * printed that is not: where one comes late it is taken out of what the printer says. Noise that looks like the beginning
 * of one takes no more with it than the longest text has, and nothing once no text is to be expected any more.
 */
export function createLateTexts(clock: Clock) {
  let expected = 0;
  let until = 0;
  /** Characters of the text so far; undefined outside of one. */
  let inside: number | undefined;
  return {
    /** @param heard what came in time: the text may have begun in it */
    expect: (heard: Uint8Array): void => {
      expected += 1;
      until = clock.now() + printerDelays.lateText;
      // What a text before it has begun goes on.
      inside = begunIn(heard) ?? inside;
    },
    /** What comes behind the rest of a text that was cut, where another is waited for by now. */
    behindRest: (bytes: Uint8Array): Uint8Array => {
      if (inside === undefined || clock.now() > until) return bytes;
      const end = bytes.indexOf(END);
      inside += end < 0 ? bytes.length : end;
      if (end < 0 && inside <= MOST_CHARACTERS) return new Uint8Array();
      const isText = inside <= MOST_CHARACTERS;
      inside = undefined;
      if (!isText) return bytes;
      expected -= 1;
      return bytes.subarray(end + 1);
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
        // What is asked in real time is answered in the middle of a text, too.
        if (byte !== END && !isVisible(byte)) return true;
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

/** Characters of a text without its end; undefined where none has begun. */
function begunIn(heard: Uint8Array): number | undefined {
  const begin = heard.indexOf(HEADER, heard.lastIndexOf(END) + 1);
  if (begin < 0) return undefined;
  const text = heard.subarray(begin + 1);
  return text.length <= MOST_CHARACTERS && text.every(isVisible) ? text.length : undefined;
}
