import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatSamId } from './sdt-commands.ts';
import { encodeReading, holdsReading, parseReading } from './sdt-reading-layout.ts';
import { cardErrorOf, isModuleTrouble, isUnknownCommand, refusalOf } from './sdt-refusals.ts';

test.each([
  [0x10, 'WRONG_CHECKSUM', 'READER_FAULT'],
  [0x11, 'WRONG_LENGTH', 'READER_FAULT'],
  [0x21, 'WRONG_COMMAND', 'READER_FAULT'],
  [0x23, 'NO_PRIVILEGE', 'READER_FAULT'],
  [0x24, 'UNKNOWN_COMMAND', 'READER_FAULT'],
  [0x31, 'CARD_REJECTS_SAM', 'CARD_REJECTED'],
  [0x32, 'SAM_REJECTS_CARD', 'CARD_REJECTED'],
  [0x33, 'WRONG_INFORMATION', 'CARD_UNREADABLE'],
  [0x37, 'WRONG_FINGERPRINT', 'CARD_UNREADABLE'],
  [0x3f, 'WRONG_INFORMATION_LENGTH', 'CARD_UNREADABLE'],
  [0x40, 'WRONG_CARD_TYPE', 'CARD_UNREADABLE'],
  [0x41, 'READ_FAILED', 'CARD_UNREADABLE'],
  [0x47, 'RANDOM_FAILED', 'CARD_UNREADABLE'],
  [0x60, 'SELF_TEST_FAILED', 'READER_FAULT'],
  [0x66, 'UNAUTHORISED', 'READER_FAULT'],
  [0x80, 'NOT_FOUND', 'CARD_UNREADABLE'],
  [0x81, 'NOT_SELECTED', 'CARD_UNREADABLE'],
  [0x91, 'ITEM_ABSENT', 'CARD_UNREADABLE'],
  [0x7a, 'UNDOCUMENTED', 'CARD_UNREADABLE'],
])('SW3 %i is %s and for a citizen %s', (sw3, refusal, error) => {
  expect(refusalOf(sw3)).toBe(refusal);
  expect(cardErrorOf(refusalOf(sw3))).toBe(error);
});

test('trouble of the module and commands that it does not know are told from the rest', () => {
  const all = Array.from({ length: 256 }, (_, sw3) => sw3);
  expect(all.filter((sw3) => isModuleTrouble(refusalOf(sw3)))).toEqual([0x60, 0x66]);
  expect(all.filter((sw3) => isUnknownCommand(refusalOf(sw3)))).toEqual([0x11, 0x21, 0x24]);
});

const text = new Uint8Array(256).fill(1);
const photo = new Uint8Array(1024).fill(2);

test.each([
  [undefined, 1295],
  [1024, 2321],
  [512, 1809],
  [0, 1297],
])('a reading with %s bytes of fingerprint makes a frame of %i', (fingerprint, frameBytes) => {
  const finger = fingerprint === undefined ? undefined : new Uint8Array(fingerprint).fill(3);
  const data = encodeReading({ text, photo }, finger);
  // Preamble 5, length 2, status 3, checksum 1.
  expect(data.length + 11).toBe(frameBytes);
  expect(parseReading(data)).toEqual({ text, photo });
});

test('a reading whose lengths do not add up is none, and no bytes make it throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), fc.constantFrom(1, 3, 5), (bytes, cut) => {
      expect(() => parseReading(bytes)).not.toThrow();
      const data = encodeReading({ text: bytes, photo: bytes }, new Uint8Array(0));
      expect(holdsReading(data)).toBe(true);
      expect(holdsReading(data.subarray(0, data.length - cut))).toBe(false);
    }),
  );
});

test('the id of a module is written as on its plate', () => {
  const data = Uint8Array.from(Buffer.from('0500010066fc3201a8de380040e20100', 'hex'));
  expect(formatSamId(data)).toBe('05.01-20118630-003727016-000123456');
});
