import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkCharacter, parseIdNumber } from './id-number.ts';

const SPECIMEN = '11010519491231002X';

describe('parseIdNumber', () => {
  it('reads the specimen of GB 11643', () => {
    expect(parseIdNumber(SPECIMEN)._unsafeUnwrap()).toEqual({ value: SPECIMEN, birthDate: '1949-12-31' });
  });

  it('takes a small x and spaces around', () => {
    expect(parseIdNumber(` ${SPECIMEN.toLowerCase()} `).isOk()).toBe(true);
  });

  it('reads a foreign permanent resident number of 2023 without a birth date', () => {
    expect(parseIdNumber('932682198501010017')._unsafeUnwrap()).toEqual({
      value: '932682198501010017',
      birthDate: undefined,
    });
  });

  it('refuses a wrong shape, a wrong check character and a day that does not exist', () => {
    expect(parseIdNumber('1101051949123100')._unsafeUnwrapErr()).toBe('ID_NUMBER_SHAPE');
    expect(parseIdNumber('110105194912310021')._unsafeUnwrapErr()).toBe('ID_NUMBER_CHECK_DIGIT');
    const noSuchDay = '15010219490231001';
    expect(parseIdNumber(noSuchDay + checkCharacter(noSuchDay))._unsafeUnwrapErr()).toBe(
      'ID_NUMBER_BIRTH_DATE',
    );
  });

  it('finds out every single wrong digit and every swap of two different neighbours', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 16 }), fc.integer({ min: 1, max: 9 }), (place, shift) => {
        const digits = [...SPECIMEN];
        digits[place] = String((Number(digits[place]) + shift) % 10);
        expect(parseIdNumber(digits.join('')).isErr()).toBe(true);
      }),
    );
    for (let place = 0; place < 16; place += 1) {
      const digits = [...SPECIMEN];
      if (digits[place] === digits[place + 1]) continue;
      [digits[place], digits[place + 1]] = [digits[place + 1] ?? '', digits[place] ?? ''];
      expect(parseIdNumber(digits.join('')).isErr()).toBe(true);
    }
  });
});
