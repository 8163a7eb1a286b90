import { askIdentity, type IdentityField } from './escpos-commands.ts';
import { printerDelays } from './printer-delays.ts';
import type { PrinterProfile } from './printer-profile.ts';

/** What a printer says that it is (`GS I`). */
export type PrinterIdentity = {
  /** Maker and model as the printer writes them: `EPSON TM-T88V`. */
  readonly name: string;
  readonly firmware: string | undefined;
};

export const HEADER = 0x5f;
export const END = 0x00;
/** The longest text that `GS I` gives. */
export const MOST_CHARACTERS = 80;
export const isVisible = (byte: number): boolean => byte >= 0x20 && byte < 0x7f;

/** Sends a question and gives what comes back until it is `complete` or the time is over, from the rest of the talk apart. */
type Ask = (
  question: readonly number[],
  waitMs: number,
  complete: (heard: Uint8Array) => boolean,
) => Promise<Uint8Array>;

/**
 * Asks a printer that stands idle what it is. Most cheap ones never answer: after one question without answer no other
 * is put.
 */
export async function identityOf(ask: Ask): Promise<PrinterIdentity | undefined> {
  const text = async (field: IdentityField) =>
    textIn(await ask(askIdentity(field), printerDelays.identity, (heard) => textIn(heard) !== undefined));
  const model = await text('model');
  if (model === undefined) return undefined;
  const maker = await text('maker');
  const firmware = await text('firmware');
  return { name: [maker, model].filter((each) => each !== undefined).join(' '), firmware };
}

/** `5F`, visible characters, `00`; status bytes may stand before and behind. */
function textIn(heard: Uint8Array): string | undefined {
  for (let at = heard.indexOf(HEADER); at >= 0; at = heard.indexOf(HEADER, at + 1)) {
    const end = heard.indexOf(END, at);
    const text = heard.subarray(at + 1, end < 0 ? at + 1 : end);
    if (text.length > 0 && text.length <= MOST_CHARACTERS && text.every(isVisible))
      return String.fromCharCode(...text).trim() || undefined;
  }
  return undefined;
}

/**
 * Of these profiles the one that knows such a printer; with several, the one whose pattern says the most. `*` in a
 * pattern stands for anything.
 */
export function profileFor(
  { name }: PrinterIdentity,
  profiles: readonly PrinterProfile[],
): PrinterProfile | undefined {
  const fitting = profiles.flatMap((profile) =>
    profile.knownAs.filter((pattern) => fits(pattern, name)).map((pattern) => ({ profile, pattern })),
  );
  return fitting.toSorted((one, other) => other.pattern.length - one.pattern.length)[0]?.profile;
}

function fits(pattern: string, name: string): boolean {
  const literal = pattern.split('*').map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`));
  return new RegExp(`^${literal.join('.*')}$`, 'i').test(name);
}
