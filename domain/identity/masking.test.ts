import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskIdNumber, maskName } from './masking.ts';

describe('maskName', () => {
  it('keeps the ends of a name', () => {
    expect(maskName('王芳')).toBe('王*');
    expect(maskName('欧阳娜娜')).toBe('欧**娜');
    expect(maskName('𠮷田')).toBe('𠮷*');
    expect(maskName('')).toBe('');
  });

  it('never shows more than two characters of a longer name', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...'巴特尔其木格乌兰'), { minLength: 3, maxLength: 12 }),
        (name) => {
          expect([...maskName(name.join(''))].filter((character) => character !== '*')).toHaveLength(2);
        },
      ),
    );
  });
});

describe('maskIdNumber', () => {
  it('hides birth date and order', () => {
    expect(maskIdNumber('11010519491231002X')).toBe('11**************2X');
    expect(maskIdNumber('123')).toBe('***');
  });
});
