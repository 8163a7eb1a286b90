import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { APPOINTMENT_CODE_LENGTH, APPOINTMENT_LETTERS, groupedCode, typedAppointmentCode } from './code.ts';

const letters = fc
  .array(fc.constantFrom(...APPOINTMENT_LETTERS), {
    minLength: APPOINTMENT_CODE_LENGTH,
    maxLength: APPOINTMENT_CODE_LENGTH,
  })
  .map((each) => each.join(''));

describe('a code that somebody types', () => {
  it('is the same however it is written', () => {
    const between = fc.constantFrom('', ' ', '  ', '-', ' - ', '—', '\u3000', '\u2011');
    const cases = fc.func<[string], boolean>(fc.boolean());
    fc.assert(
      fc.property(
        letters,
        fc.array(between, { minLength: 13, maxLength: 13 }),
        cases,
        (code, gaps, isLow) => {
          const typed = [...code].map(
            (letter, at) => `${gaps[at]}${isLow(letter) ? letter.toLowerCase() : letter}`,
          );
          expect(typedAppointmentCode(typed.join('') + gaps[12])).toBe(groupedCode(code));
        },
      ),
    );
  });

  it('may be what a scanner types: with its name, or as the address of its page', () => {
    expect(typedAppointmentCode('MSBA1:ABCD-EF23-9XYZ')).toBe('ABCD-EF23-9XYZ');
    expect(typedAppointmentCode('http://hall.example:8080/a/ABCD-EF23-9XYZ')).toBe('ABCD-EF23-9XYZ');
    expect(typedAppointmentCode('ＡＢＣＤ－ＥＦ２３－９ＸＹＺ')).toBe('ABCD-EF23-9XYZ');
  });

  it.each(['', 'ABCD-EF23-9XY', 'ABCD-EF23-9XYZ2', 'ABCD-EF23-9XY0', 'ABCD-EF23-9XYO', 'ABCD-EF23-9XY蒙'])(
    'is none when it has too few or too many letters, or others: "%s"',
    (text) => expect(typedAppointmentCode(text)).toBeUndefined(),
  );
});
