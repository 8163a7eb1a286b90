import { err, ok, type Result } from 'neverthrow';
import { parseIdNumber } from '#domain/identity/id-number.ts';
import type { BusinessDate } from '#domain/time/hall-time.ts';
import {
  cardTypeFlags,
  type Field,
  foreign2017Layout,
  foreign2023Layout,
  hkMacaoTaiwanLayout,
  LONG_TERM,
  residentLayout,
  TEXT_BYTES,
  TYPE_AT,
} from './card-layout.ts';
import type { IdCard } from './id-card.ts';

/** Permanent residents' cards of 2017: three letters of the nation, twelve digits, no GB 11643 check. */
const FOREIGN_2017_NUMBER = /^[A-Z]{3}\d{12}$/;

/**
 * Reads the text part of a chip. CARD_UNREADABLE when it is cut or a date in it is none: such a text was
 * garbled on its way, or is of a kind that is not known.
 */
export function decodeCard(text: Uint8Array, photo: Uint8Array): Result<IdCard, 'CARD_UNREADABLE'> {
  if (text.length < TEXT_BYTES) return err('CARD_UNREADABLE');
  const decoder = new TextDecoder('utf-16le', { ignoreBOM: true });
  const raw = ([offset, bytes]: Field) => decoder.decode(text.subarray(offset, offset + bytes));
  const field = (place: Field) => trimPadding(raw(place));

  const common = (layout: { sex: Field; birth: Field; from: Field; to: Field; number: Field }) => {
    const [birthDate, validFrom] = [parseDate(field(layout.birth)), parseDate(field(layout.from))];
    const to = field(layout.to);
    const validTo = to === LONG_TERM ? undefined : parseDate(to);
    if (birthDate === undefined || validFrom === undefined) return undefined;
    if (validTo === undefined && to !== LONG_TERM) return undefined;
    return {
      birthDate,
      validFrom,
      validTo,
      sex: sexOf(field(layout.sex)),
      number: field(layout.number),
      photo,
    };
  };
  const build = <Rest>(
    layout: Parameters<typeof common>[0],
    rest: () => Rest,
  ): Result<Rest & NonNullable<ReturnType<typeof common>>, 'CARD_UNREADABLE'> => {
    const shared = common(layout);
    return shared === undefined ? err('CARD_UNREADABLE') : ok({ ...rest(), ...shared });
  };

  switch (field([TYPE_AT, 2])) {
    case '':
      return build(residentLayout, () => ({
        kind: 'resident' as const,
        name: field(residentLayout.name),
        nationCode: field(residentLayout.nation),
        address: field(residentLayout.address),
        issuer: field(residentLayout.issuer),
      }));
    case cardTypeFlags['hk-macao-taiwan']:
      return build(hkMacaoTaiwanLayout, () => ({
        kind: 'hk-macao-taiwan' as const,
        name: field(hkMacaoTaiwanLayout.name),
        address: field(hkMacaoTaiwanLayout.address),
        issuer: field(hkMacaoTaiwanLayout.issuer),
        passNumber: field(hkMacaoTaiwanLayout.passNumber),
        issueCount: field(hkMacaoTaiwanLayout.issueCount),
      }));
    case cardTypeFlags['foreign-2017']:
      return build(foreign2017Layout, () => ({
        kind: 'foreign-2017' as const,
        name: field(foreign2017Layout.name),
        englishName: field(foreign2017Layout.englishName),
        nationality: field(foreign2017Layout.nationality),
        cardVersion: field(foreign2017Layout.cardVersion),
        authorityCode: field(foreign2017Layout.authority),
      }));
    case cardTypeFlags['foreign-2023']:
      return build(foreign2023Layout, () => ({
        kind: 'foreign-2023' as const,
        name: field(foreign2023Layout.name),
        // Joined before trimming: a space at the seam belongs to the name.
        englishName: trimPadding(raw(foreign2023Layout.englishName) + raw(foreign2023Layout.englishNameRest)),
        nationality: field(foreign2023Layout.nationality),
        renewals: field(foreign2023Layout.renewals),
        formerNumberLink: field(foreign2023Layout.formerNumberLink),
      }));
    default:
      return err('CARD_UNREADABLE');
  }
}

/** The newest address of a card, as read apart from the rest; empty when there is none. */
export function decodeAddress(data: Uint8Array): string {
  return trimPadding(new TextDecoder('utf-16le', { ignoreBOM: true }).decode(data));
}

/** What the rules say of a card that was read well: its number is possible, and it is valid on that day. */
export function checkCard(
  card: IdCard,
  today: BusinessDate,
): Result<IdCard, 'CARD_NUMBER_WRONG' | 'CARD_EXPIRED'> {
  const numberPossible =
    card.kind === 'foreign-2017' ? FOREIGN_2017_NUMBER.test(card.number) : parseIdNumber(card.number).isOk();
  if (!numberPossible) return err('CARD_NUMBER_WRONG');
  // The last day still counts.
  if (card.validTo !== undefined && card.validTo < today) return err('CARD_EXPIRED');
  return ok(card);
}

/** Fields are padded with spaces; some devices pad with NUL. */
function trimPadding(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: NUL is the padding
  return text.replace(/^[\0 ]+|[\0 ]+$/g, '');
}

function parseDate(text: string): string | undefined {
  const match = /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (match === null) return undefined;
  const date = match.slice(1).join('-');
  const instant = Date.parse(`${date}T00:00:00Z`);
  const real = !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(date);
  return real ? date : undefined;
}

/** GB/T 2261.1: 1 male, 2 female; 0 and 9 are not known and not said. */
function sexOf(code: string): IdCard['sex'] {
  if (code === '1') return 'male';
  return code === '2' ? 'female' : 'unknown';
}
