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

/** The text part that a chip with this card holds, for emulated readers. Throws when a field is too long. */
export function encodeCard(card: IdCard, padding: ' ' | '\0' = ' '): Uint8Array {
  const text = Buffer.from(padding.repeat(TEXT_BYTES / 2), 'utf16le');
  const put = ([offset, bytes]: Field, value: string) => {
    const encoded = Buffer.from(value, 'utf16le');
    if (encoded.length > bytes) throw new RangeError(`${value} takes more than ${bytes} bytes`);
    encoded.copy(text, offset);
  };
  const putCommon = (layout: { sex: Field; birth: Field; from: Field; to: Field; number: Field }) => {
    put(layout.sex, { male: '1', female: '2', unknown: '0' }[card.sex]);
    put(layout.birth, compact(card.birthDate));
    put(layout.from, compact(card.validFrom));
    put(layout.to, card.validTo === undefined ? LONG_TERM : compact(card.validTo));
    put(layout.number, card.number);
  };

  switch (card.kind) {
    case 'resident':
      putCommon(residentLayout);
      put(residentLayout.name, card.name);
      put(residentLayout.nation, card.nationCode);
      put(residentLayout.address, card.address);
      put(residentLayout.issuer, card.issuer);
      break;
    case 'hk-macao-taiwan':
      putCommon(hkMacaoTaiwanLayout);
      put(hkMacaoTaiwanLayout.name, card.name);
      put(hkMacaoTaiwanLayout.address, card.address);
      put(hkMacaoTaiwanLayout.issuer, card.issuer);
      put(hkMacaoTaiwanLayout.passNumber, card.passNumber);
      put(hkMacaoTaiwanLayout.issueCount, card.issueCount);
      put([TYPE_AT, 2], cardTypeFlags['hk-macao-taiwan']);
      break;
    case 'foreign-2017':
      putCommon(foreign2017Layout);
      put(foreign2017Layout.name, card.name);
      put(foreign2017Layout.englishName, card.englishName);
      put(foreign2017Layout.nationality, card.nationality);
      put(foreign2017Layout.cardVersion, card.cardVersion);
      put(foreign2017Layout.authority, card.authorityCode);
      put([TYPE_AT, 2], cardTypeFlags['foreign-2017']);
      break;
    case 'foreign-2023': {
      putCommon(foreign2023Layout);
      put(foreign2023Layout.name, card.name);
      const firstCharacters = foreign2023Layout.englishName[1] / 2;
      put(foreign2023Layout.englishName, card.englishName.slice(0, firstCharacters));
      put(foreign2023Layout.englishNameRest, card.englishName.slice(firstCharacters));
      put(foreign2023Layout.nationality, card.nationality);
      put(foreign2023Layout.renewals, card.renewals);
      put(foreign2023Layout.formerNumberLink, card.formerNumberLink);
      put([TYPE_AT, 2], cardTypeFlags['foreign-2023']);
      break;
    }
  }
  return Uint8Array.from(text);
}

function compact(date: string): string {
  return date.replaceAll('-', '');
}
