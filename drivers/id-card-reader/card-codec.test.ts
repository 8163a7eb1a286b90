import fc from 'fast-check';
import { expect, test } from 'vitest';
import { smallGenerator } from '../emulation/small-generator.ts';
import { checkCard, decodeCard } from './card-decoder.ts';
import { encodeCard } from './card-encoder.ts';
import type { IdCard } from './id-card.ts';
import { specimens } from './specimens.ts';

const photo = Uint8Array.of(1, 2, 3);
function specimenCard(id: string): IdCard {
  const specimen = specimens.find(({ specimenId }) => specimenId === id);
  if (specimen === undefined) throw new Error(`no specimen ${id}`);
  return specimen.card;
}
const decode = (text: Uint8Array) => decodeCard(text, photo);

/** Text of the length that a field can hold, without the padding at its ends. */
function text(maxUnits: number): fc.Arbitrary<string> {
  // With characters of the private use area, which older cards have where Unicode had none yet.
  const characters = '王李巴图额尔德尼㛃𬀩\u{e863}\u{e000}\u{f8ff}\u{2b6f2}·AZ09 -,（）';
  return fc
    .array(fc.constantFrom(...characters), { maxLength: maxUnits })
    .map((parts) => parts.join('').trim())
    .filter((value) => value.length <= maxUnits);
}
const exact = (alphabet: string, length: number) =>
  fc.string({ unit: fc.constantFrom(...alphabet), minLength: length, maxLength: length });
const digits = (length: number) => exact('0123456789', length);
const date = fc
  .date({ min: new Date('1860-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })
  .map((day) => day.toISOString().slice(0, 10));
const common = {
  validFrom: date,
  validTo: fc.option(date, { nil: undefined }),
  birthDate: date,
  sex: fc.constantFrom('male', 'female', 'unknown'),
  photo: fc.constant(photo),
} as const;

const card: fc.Arbitrary<IdCard> = fc.oneof(
  fc.record({
    kind: fc.constant('resident'),
    name: text(15),
    nationCode: digits(2),
    address: text(35),
    issuer: text(15),
    number: digits(18),
    ...common,
  }),
  fc.record({
    kind: fc.constant('hk-macao-taiwan'),
    name: text(15),
    address: text(35),
    issuer: text(15),
    number: digits(18),
    passNumber: digits(9),
    issueCount: digits(2),
    ...common,
  }),
  fc.record({
    kind: fc.constant('foreign-2017'),
    name: text(15),
    englishName: text(60),
    number: digits(15),
    nationality: exact('ABCXYZ', 3),
    cardVersion: digits(2),
    authorityCode: digits(4),
    ...common,
  }),
  fc.record({
    kind: fc.constant('foreign-2023'),
    name: text(15),
    englishName: text(46),
    number: digits(18),
    nationality: exact('ABCXYZ', 3),
    renewals: digits(2),
    formerNumberLink: digits(3),
    ...common,
  }),
);

test('every card comes back from the chip as it was written, with either padding', () => {
  fc.assert(
    fc.property(card, fc.constantFrom(' ' as const, '\0' as const), (written, padding) => {
      const chip = encodeCard(written, padding);
      expect(chip).toHaveLength(256);
      expect(decode(chip)._unsafeUnwrap()).toEqual(written);
    }),
    { numRuns: 2000 },
  );
});

test('any 256 bytes give a card or CARD_UNREADABLE', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 0, maxLength: 300 }), (chip) => {
      const code = decode(chip).match(
        () => 'a card',
        (error) => error,
      );
      expect(['a card', 'CARD_UNREADABLE']).toContain(code);
    }),
  );
  // Damaged chips, so that the way past the type flag is walked too.
  fc.assert(
    fc.property(card, fc.nat(255), fc.nat(255), (written, at, byte) => {
      const chip = encodeCard(written);
      chip[at] = byte;
      expect(() => decode(chip)).not.toThrow();
    }),
    { numRuns: 2000 },
  );
});

test('100,000 damaged chips and a million bytes of garbage: a card with real dates, or CARD_UNREADABLE', () => {
  const below = smallGenerator(20_261_121);
  const chips = specimens.map((specimen) => encodeCard(specimen.card));
  const outcomes = { cards: 0, refused: 0 };
  const decodeAny = (chip: Uint8Array) => {
    const decoded = decode(chip);
    if (decoded.isErr()) {
      outcomes.refused += 1;
      return;
    }
    outcomes.cards += 1;
    const { birthDate, validFrom, validTo = '2000-01-01' } = decoded.value;
    for (const day of [birthDate, validFrom, validTo]) {
      if (!new Date(`${day}T00:00:00Z`).toISOString().startsWith(day)) throw new Error(`${day} is no day`);
    }
  };
  for (let round = 0; round < 100_000; round += 1) {
    const chip = Uint8Array.from(chips[below(chips.length)] ?? []);
    for (let change = below(4); change >= 0; change -= 1) chip[below(256)] = below(256);
    decodeAny(below(10) === 0 ? chip.subarray(0, below(256)) : chip);
  }
  expect(outcomes.cards).toBeGreaterThan(10_000);
  expect(outcomes.refused).toBeGreaterThan(10_000);
  for (let bytes = 0; bytes < 1_000_000; bytes += 256) {
    decodeAny(Uint8Array.from({ length: 256 }, () => below(256)));
  }
});

test('fields lie where the standard puts them', () => {
  const chip = Buffer.from(' '.repeat(128), 'utf16le');
  const put = (offset: number, value: string) => Buffer.from(value, 'utf16le').copy(chip, offset);
  put(0, '样例');
  put(30, '2');
  put(32, '02');
  put(36, '18880808');
  put(52, '样例街');
  put(122, '150102188808080020');
  put(158, '样例公安局');
  put(188, '20200101');
  put(204, '长期');
  expect(decode(chip)._unsafeUnwrap()).toEqual({
    kind: 'resident',
    name: '样例',
    sex: 'female',
    nationCode: '02',
    birthDate: '1888-08-08',
    address: '样例街',
    number: '150102188808080020',
    issuer: '样例公安局',
    validFrom: '2020-01-01',
    validTo: undefined,
    photo,
  });
});

test.each([
  ['a birth that is no day', 36, '18880230'],
  ['an end that is no day', 204, '2099    '],
  ['a beginning that is no day', 188, '        '],
  ['a kind that is not known', 248, 'Q'],
])('%s is CARD_UNREADABLE', (_, offset, value) => {
  const chip = Buffer.from(encodeCard(specimenCard('resident')));
  Buffer.from(value, 'utf16le').copy(chip, offset);
  expect(decode(chip)._unsafeUnwrapErr()).toBe('CARD_UNREADABLE');
});

test('a field that does not fit is refused when a card is written', () => {
  expect(() => encodeCard({ ...specimenCard('resident'), name: '长'.repeat(16) })).toThrow(RangeError);
});

test('specimens show what they say: the number, the validity, the length of the name', () => {
  expect(new Set(specimens.map(({ specimenId }) => specimenId)).size).toBe(specimens.length);
  for (const { card: specimen, quirk } of specimens) {
    const checked = checkCard(specimen, '2026-11-21');
    const code = checked.isErr() ? checked.error : undefined;
    const expected = { 'wrong-check-digit': 'CARD_NUMBER_WRONG', expired: 'CARD_EXPIRED' }[quirk as string];
    expect({ name: specimen.name, code }).toEqual({ name: specimen.name, code: expected });
    expect(specimen.validTo === undefined).toBe(quirk === 'long-term');
    // The newest address is read apart from the rest.
    const { appendedAddress: _apart, ...onePart } = { appendedAddress: undefined, ...specimen };
    expect(decode(encodeCard(specimen))._unsafeUnwrap()).toEqual({ ...onePart, photo });
    // Nobody alive: a specimen must never be a person.
    expect(specimen.birthDate < '1900-01-01').toBe(true);
    const birthInNumber = specimen.kind === 'resident' ? specimen.number.slice(6, 14) : undefined;
    expect([undefined, specimen.birthDate.replaceAll('-', '')]).toContain(birthInNumber);
  }
  expect(new Set(specimens.map((specimen) => specimen.card.kind)).size).toBe(4);
});

test('the last day of a card still counts', () => {
  const specimen = specimenCard('resident-expired');
  expect(checkCard(specimen, '2010-01-01').isOk()).toBe(true);
  expect(checkCard(specimen, '2010-01-02')._unsafeUnwrapErr()).toBe('CARD_EXPIRED');
});

test('a number of 2017 is three letters and twelve digits; others need their check digit', () => {
  const specimen = specimenCard('foreign-2017');
  const code = (number: string) => checkCard({ ...specimen, number }, '2026-11-21').isOk();
  expect(code('MNG150187060609')).toBe(true);
  expect(code('MN1150187060609')).toBe(false);
  expect(code('MNG15018706060')).toBe(false);
  expect(code('150102188808080020')).toBe(false);
});
