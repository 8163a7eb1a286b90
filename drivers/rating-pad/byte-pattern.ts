/** What stands where in a message: a byte, a value that is filled in or read out, or anything. */
export type PatternToken =
  | { readonly kind: 'byte'; readonly byte: number }
  /** One byte of a value; a value of several bytes is several marks. */
  | { readonly kind: 'mark'; readonly mark: PatternMark }
  /** One byte, whichever. */
  | { readonly kind: 'any' }
  /** Any bytes or none; only at the end. */
  | { readonly kind: 'rest' };

/** key: of a press. stars: 0–5. light: 1 on, 0 off. seconds: how long a question stands. */
const MARKS = ['key', 'stars', 'light', 'seconds'] as const;
export type PatternMark = (typeof MARKS)[number];

export type BytePattern = readonly PatternToken[];

/** binary: pairs of hexadecimal digits between blanks. ascii: the characters themselves. */
export type PatternForm = 'binary' | 'ascii';

/** `{key}`, `{any}` … in both forms; a brace itself is `{{` in ascii. */
const ASCII_TOKEN = /\{(?<name>[a-z]+)\}|\{\{|[^{]/gsu;

/** Undefined when the text cannot be read as a pattern. */
export function parsePattern(text: string, form: PatternForm): BytePattern | undefined {
  const tokens = form === 'binary' ? binaryTokens(text) : asciiTokens(text);
  if (tokens === undefined) return undefined;
  const restAt = tokens.findIndex(({ kind }) => kind === 'rest');
  return restAt === -1 || restAt === tokens.length - 1 ? tokens : undefined;
}

/** A pattern of nothing but bytes, as bytes. */
export function parseBytes(text: string, form: PatternForm): Uint8Array | undefined {
  const bytes: number[] = [];
  for (const token of parsePattern(text, form) ?? [undefined]) {
    if (token?.kind !== 'byte') return undefined;
    bytes.push(token.byte);
  }
  return Uint8Array.from(bytes);
}

/** The reverse of `parsePattern`. */
export function formatPattern(pattern: BytePattern, form: PatternForm): string {
  return pattern.map((token) => formatToken(token, form)).join(form === 'binary' ? ' ' : '');
}

export function formatBytes(bytes: Uint8Array, form: PatternForm): string {
  return formatPattern(
    [...bytes].map((byte) => ({ kind: 'byte', byte })),
    form,
  );
}

/** Bytes of the pattern without its rest. */
export function patternSize(pattern: BytePattern): number {
  return pattern.filter(({ kind }) => kind !== 'rest').length;
}

export type PatternValues = {
  readonly key?: Uint8Array;
  readonly stars?: number;
  readonly light?: number;
  readonly seconds?: number;
};

/** The bytes of a pattern with its values in place; what is not given and what may be anything is 0. */
export function fillPattern(pattern: BytePattern, form: PatternForm, values: PatternValues): Uint8Array {
  const bytes: number[] = [];
  const filled = new Map<PatternMark, number>();
  for (const token of pattern) {
    if (token.kind === 'byte') bytes.push(token.byte);
    else if (token.kind === 'any') bytes.push(form === 'ascii' ? 0x30 : 0);
    else if (token.kind === 'mark') {
      const { mark } = token;
      const place = filled.get(mark) ?? 0;
      filled.set(mark, place + 1);
      const wanted = pattern.filter((other) => other.kind === 'mark' && other.mark === mark).length;
      const value = mark === 'key' ? values.key : numberBytes(values[mark] ?? 0, wanted, form);
      bytes.push(value?.[place] ?? 0);
    }
  }
  return Uint8Array.from(bytes);
}

/** The bytes at the marks, or undefined when the bytes do not fit. */
export function matchPattern(pattern: BytePattern, bytes: Uint8Array): Uint8Array | undefined {
  const marked: number[] = [];
  for (let at = 0; at < pattern.length; at += 1) {
    const token = pattern[at];
    if (token === undefined || token.kind === 'rest') return Uint8Array.from(marked);
    const byte = bytes[at];
    if (byte === undefined) return undefined;
    if (token.kind === 'byte' && token.byte !== byte) return undefined;
    if (token.kind === 'mark') marked.push(byte);
  }
  return bytes.length === pattern.length ? Uint8Array.from(marked) : undefined;
}

function binaryTokens(text: string): PatternToken[] | undefined {
  const words = text.split(/\s+/).filter((word) => word !== '');
  const tokens: PatternToken[] = [];
  for (const word of words) {
    const token = /^[0-9a-f]{2}$/i.test(word)
      ? { kind: 'byte' as const, byte: Number.parseInt(word, 16) }
      : namedToken(/^\{(?<name>[a-z]+)\}$/.exec(word)?.groups?.['name']);
    if (token === undefined) return undefined;
    tokens.push(token);
  }
  return tokens;
}

function asciiTokens(text: string): PatternToken[] | undefined {
  const tokens: PatternToken[] = [];
  let read = 0;
  for (const match of text.matchAll(ASCII_TOKEN)) {
    const name = match.groups?.['name'];
    const byte = match[0] === '{{' ? 0x7b : (match[0].codePointAt(0) ?? 0);
    // Characters above have no one byte.
    if (name === undefined && byte > 0xff) return undefined;
    const token = name === undefined ? { kind: 'byte' as const, byte } : namedToken(name);
    if (token === undefined || match.index !== read) return undefined;
    // Two digits.
    tokens.push(...(name === 'seconds' ? [token, token] : [token]));
    read += match[0].length;
  }
  return read === text.length ? tokens : undefined;
}

function namedToken(name: string | undefined): PatternToken | undefined {
  if (name === 'any' || name === 'rest') return { kind: name };
  const mark = MARKS.find((known) => known === name);
  return mark && { kind: 'mark', mark };
}

function formatToken(token: PatternToken, form: PatternForm): string {
  switch (token.kind) {
    case 'byte':
      if (form === 'binary') return token.byte.toString(16).toUpperCase().padStart(2, '0');
      return token.byte === 0x7b ? '{{' : String.fromCodePoint(token.byte);
    case 'mark':
      return `{${token.mark}}`;
    case 'any':
    case 'rest':
      return `{${token.kind}}`;
  }
}

/** Binary: big-endian. ascii: decimal digits. What is too large becomes the largest. */
function numberBytes(value: number, bytes: number, form: PatternForm): number[] {
  const base = form === 'binary' ? 256 : 10;
  let left = Math.min(value, base ** bytes - 1);
  const digits: number[] = [];
  for (let place = 0; place < bytes; place += 1) {
    digits.unshift(left % base);
    left = Math.floor(left / base);
  }
  return form === 'binary' ? digits : digits.map((digit) => 0x30 + digit);
}
