import { createHmac, randomBytes } from 'node:crypto';
import { decodeText, type TextEncoding } from './scan-text.ts';

/** As many bytes that say nothing: the same for the same code, and no text for what was no text. */
export type CodePseudonyms = (code: Uint8Array) => Uint8Array;

const KEY_BYTES = 32;
const LETTERS = Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567');

/** The key is nowhere else and lasts as long as they do: nobody can try codes out on a recording. */
export function createCodePseudonyms(encoding: TextEncoding): CodePseudonyms {
  const key = randomBytes(KEY_BYTES);
  return (code) => {
    const pseudonym = new Uint8Array(code.length);
    if (decodeText(code, encoding) === undefined) return pseudonym;
    for (let at = 0, block = 0; at < code.length; block += 1) {
      const digest = createHmac('sha256', key)
        .update(Uint8Array.of(block, block >> 8))
        .update(code)
        .digest();
      for (const byte of digest) {
        if (at === code.length) break;
        pseudonym[at] = LETTERS[byte % LETTERS.length] ?? 0;
        at += 1;
      }
    }
    return pseudonym;
  };
}
