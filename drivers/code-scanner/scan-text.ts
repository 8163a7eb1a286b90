import type { Symbology } from './code-scanner.ts';

/** `auto`: UTF-8 where the bytes are that, else GB18030, of which GBK is a part. */
export const TEXT_ENCODINGS = ['auto', 'utf-8', 'gb18030'] as const;

export type TextEncoding = (typeof TEXT_ENCODINGS)[number];

/** GS, RS, FS, US and EOT stand inside GS1 and ISO 15434 symbols, and line ends and tabs inside any QR code. */
// oxlint-disable-next-line no-control-regex -- control characters are what it looks for
const NO_TEXT = /[\u0000-\u0003\u0005-\u0008\u000B\u000C\u000E-\u001B\u007F-\u009F\uFFFD]/;

/** The text of a payload; undefined when it is none, as the noise of a wrong baud rate. */
export function decodeText(bytes: Uint8Array, encoding: TextEncoding): string | undefined {
  const text =
    encoding === 'auto'
      ? (decodeAs('utf-8', bytes) ?? decodeAs('gb18030', bytes))
      : decodeAs(encoding, bytes);
  return text === undefined || text === '' || NO_TEXT.test(text) ? undefined : text;
}

// Kept: making a decoder costs more than decoding a code. Without `stream` a call leaves nothing behind in it.
const decoders = {
  'utf-8': new TextDecoder('utf-8', { fatal: true }),
  gb18030: new TextDecoder('gb18030', { fatal: true }),
};

function decodeAs(encoding: keyof typeof decoders, bytes: Uint8Array): string | undefined {
  try {
    return decoders[encoding].decode(bytes);
  } catch (error) {
    // The only way a decoder has to say that bytes are not of its encoding.
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** ISO/IEC 15424: the letter behind `]`. */
const AIM_LETTERS: Readonly<Record<string, Symbology>> = {
  A: 'code-39',
  C: 'code-128',
  d: 'data-matrix',
  E: 'ean-upc',
  e: 'gs1-databar',
  F: 'codabar',
  G: 'code-93',
  h: 'han-xin',
  I: 'interleaved-2-of-5',
  L: 'pdf417',
  Q: 'qr',
  z: 'aztec',
};

const AIM_PREFIX = /^\]([A-Za-z])[0-9A-Za-z]/;

/** What an AIM identifier (`]Q1`) says; undefined for one that is not known, and for none. */
export function symbologyOf(aim: string): Symbology | undefined {
  return AIM_LETTERS[AIM_PREFIX.exec(aim)?.[1] ?? ''];
}

/** Takes the AIM identifier off a text that begins with one. */
export function takeAimPrefix(text: string): {
  readonly text: string;
  readonly symbology: Symbology | undefined;
} {
  const prefix = AIM_PREFIX.exec(text)?.[0];
  if (prefix === undefined) return { text, symbology: undefined };
  return { text: text.slice(prefix.length), symbology: symbologyOf(prefix) };
}
