import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ticketLabel } from '../queue/ticket-number.ts';
import { type CodeRules, DEFAULT_CODE_RULES, sortCode } from './scanned-code.ts';

const base64url = (length: number) =>
  fc.string({
    unit: fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-'),
    minLength: length,
    maxLength: length,
  });
const digits = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length });
const day = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

test('the code on every ticket is a ticket, with and without its number', () => {
  const prefix = fc.string({ unit: fc.constantFrom(...'ABCXYZ'), minLength: 1, maxLength: 2 });
  fc.assert(
    fc.property(
      base64url(22),
      prefix,
      fc.integer({ min: 1, max: 99_999 }),
      day,
      (token, letter, number, on) => {
        const code = `MSB1:${token}`;
        const label = ticketLabel(letter, number);
        expect(sortCode(`${label} ${on} ${code}`)).toEqual({ kind: 'ticket', code, label, businessDate: on });
        expect(sortCode(code)).toEqual({ kind: 'ticket', code, label: undefined, businessDate: undefined });
      },
    ),
  );
});

test('a ticket with a character too few or too many is none', () => {
  fc.assert(
    fc.property(fc.nat(60), (length) => {
      const kind = sortCode(`MSB1:${'a'.repeat(length)}`).kind;
      expect(kind).toBe(length === 22 ? 'ticket' : 'unknown');
    }),
  );
});

test('the address of a ticket page is the ticket, whatever host it names, and nothing else is', () => {
  const token = 'q7vLk2mX9sTzR4wYb1NcHg';
  const ticket = { kind: 'ticket', code: `MSB1:${token}`, label: undefined, businessDate: undefined };
  for (const base of ['http://10.0.0.5:8080', 'https://hall.example.cn/queue', 'http://[fd00::5]:8080']) {
    expect(sortCode(`${base}/t/${token}`), base).toEqual(ticket);
  }
  for (const other of [
    `http://host/t/${token}?to=elsewhere`,
    `http://host/t/${token}/more`,
    `http://host/x/${token}`,
    `http://host/t/${token}x`,
    `ftp://host/t/${token}`,
    `http://user@host/t/${token}`,
    `see http://host/t/${token}`,
  ]) {
    expect(sortCode(other), other).toEqual({ kind: 'unknown' });
  }
});

test('the address of an appointment is its code, or the ticket that it was given for', () => {
  const token = 'q7vLk2mX9sTzR4wYb1NcHg';
  const ticket = { kind: 'ticket', code: `MSB1:${token}`, label: undefined, businessDate: undefined };
  expect(sortCode(`http://10.0.0.5:8080/a/${token}`)).toEqual(ticket);
  const appointment = { kind: 'appointment', code: 'ABCD-EF23-9XYZ' };
  expect(sortCode('https://hall.example.cn/queue/a/ABCD-EF23-9XYZ')).toEqual(appointment);
  for (const other of [
    'http://host/a/ABCD-EF23-9XY0',
    'http://host/t/ABCD-EF23-9XYZ',
    'http://host/a/ABCD',
  ]) {
    expect(sortCode(other), other).toEqual({ kind: 'unknown' });
  }
});

test('an appointment is known by its three groups, with and without their name, and by a token', () => {
  const code = 'ABCD-EF23-9XYZ';
  expect(sortCode(code)).toEqual({ kind: 'appointment', code });
  expect(sortCode(`MSBA1:${code}`)).toEqual({ kind: 'appointment', code });
  const named = `MSBA1:${'q'.repeat(22)}`;
  expect(sortCode(named)).toEqual({ kind: 'appointment', code: named });
  expect(sortCode(`${code}-WXYZ`).kind).toBe('enrolment');
  expect(sortCode('ABCD-EF23').kind).toBe('unknown');
  expect(sortCode(`MSBA1:${'q'.repeat(21)}`).kind).toBe('unknown');
});

test('an impossible day before the code leaves the ticket and drops the label', () => {
  const code = `MSB1:${'q'.repeat(22)}`;
  expect(sortCode(`A012 2026-02-30 ${code}`)).toMatchObject({ kind: 'ticket', code, label: undefined });
});

/** A specimen unit (91350100M000100Y43), level 4, and an item. */
const ITEM = '91350100M000100Y434000120007000';

test('national case numbers: item, day, serial, up to 50 characters', () => {
  expect(ITEM).toHaveLength(31);
  fc.assert(
    fc.property(
      day,
      fc.constantFrom('', '01', 'A1'),
      fc.integer({ min: 4, max: 9 }),
      digits(9),
      (on, sub, n, all) => {
        const number = `${ITEM}${sub}${on.replaceAll('-', '')}${all.slice(0, n)}`;
        expect(sortCode(number)).toEqual({ kind: 'case', number });
        expect(sortCode(` ${number}\r\n`)).toEqual({ kind: 'case', number });
      },
    ),
  );
});

test.each([
  ['a day that does not exist', `${ITEM}202602300001`],
  ['a serial too short', `${ITEM}20261121001`],
  ['too long', `${ITEM}20261121${'1'.repeat(12)}`],
  ['a letter that codes of units do not have', `${ITEM.replace('9', 'I')}202611210001`],
  ['a level that does not exist', `${ITEM.slice(0, 18)}7${ITEM.slice(19)}202611210001`],
  ['an identity number', '11010519491231002X'],
  ['an address', 'https://example.invalid/MSB1:aaaaaaaaaaaaaaaaaaaaaa'],
  ['nothing', ' '],
])('%s is unknown', (_, text) => {
  expect(sortCode(text)).toEqual({ kind: 'unknown' });
});

test('enrolment codes: the groups that the platform makes, or any that says so', () => {
  expect(sortCode('ABCD-EFGH-JKLM-2345')).toEqual({ kind: 'enrolment', code: 'ABCD-EFGH-JKLM-2345' });
  expect(sortCode('MSBE1:demo-code-1')).toEqual({ kind: 'enrolment', code: 'demo-code-1' });
  // O, I, 0 and 1 are in no code.
  expect(sortCode('ABCD-EFGH-IJKL-2345').kind).toBe('unknown');
  expect(sortCode('ABCDEFGHJKLM2345').kind).toBe('unknown');
});

const regional: CodeRules = {
  licences: [{ startsWith: 'https://licence.example/q?', alphabet: 'visible', minLength: 8, maxLength: 40 }],
  cases: [{ startsWith: 'NM', alphabet: 'digits', minLength: 10, maxLength: 10 }],
};

test('licences and local case numbers have the form that the region says', () => {
  const token = 'https://licence.example/q?12345678';
  expect(sortCode(token, regional)).toEqual({ kind: 'licence', token });
  expect(sortCode(`${token} x`, regional).kind).toBe('unknown');
  expect(sortCode('NM0123456789', regional)).toEqual({ kind: 'case', number: 'NM0123456789' });
  expect(sortCode('NM01234567890', regional).kind).toBe('unknown');
  expect(sortCode('NM0123456789').kind).toBe('unknown');
  expect(sortCode(`MSBZ1:${'z'.repeat(22)}`, DEFAULT_CODE_RULES).kind).toBe('licence');
});

test('any text gets an answer, and the answer holds nothing that was not in it', () => {
  const rules: CodeRules = {
    licences: [{ startsWith: '', alphabet: 'visible', minLength: 60, maxLength: 80 }],
    cases: regional.cases,
  };
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (text) => {
      const { kind: _, ...parts } = sortCode(text, rules);
      for (const part of Object.values(parts)) expect(text).toContain(part ?? '');
    }),
    { numRuns: 2000 },
  );
});
