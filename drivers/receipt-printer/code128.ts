const BYTES_AT_MOST = 255;
/** Start, check and stop symbols: 11 + 11 + 13 modules. */
const FRAME_MODULES = 35;
/** Blank on both sides, ISO/IEC 15417: 10 modules each. */
const QUIET_MODULES = 20;

type Code128 = {
  /** As `GS k` wants it, with its code sets named. */
  readonly data: readonly number[];
  /** Width with the blank on both sides. */
  readonly modules: number;
};

/** A text of printable ASCII as CODE128, or undefined where it is none or too long. Digits go in pairs. */
export function encodeCode128(text: string): Code128 | undefined {
  if (!/^[ -~]+$/.test(text)) return undefined;
  const pairs = /^(\d\d){2,}$/.test(text);
  const symbols = pairs
    ? Array.from({ length: text.length / 2 }, (_, index) => Number(text.slice(index * 2, index * 2 + 2)))
    : [...text].map((character) => character.charCodeAt(0));
  const written = pairs ? symbols : symbols.flatMap((code) => (code === BRACE ? [BRACE, BRACE] : [code]));
  const data = [BRACE, (pairs ? 'C' : 'B').charCodeAt(0), ...written];
  if (data.length > BYTES_AT_MOST) return undefined;
  return { data, modules: symbols.length * 11 + FRAME_MODULES + QUIET_MODULES };
}

/** The text that such data stand for, or undefined for what a printer would not print. */
export function decodeCode128(data: Uint8Array): string | undefined {
  const [brace, set, ...rest] = data;
  if (brace !== BRACE) return undefined;
  if (set === 0x43) return rest.map((pair) => String(pair).padStart(2, '0')).join('');
  if (set !== 0x42) return undefined;
  return String.fromCharCode(...rest).replaceAll('{{', '{');
}

/** `{` begins a code set; as a character it is doubled. */
const BRACE = 0x7b;
