import { describe, expect, it } from 'vitest';
import { appointmentCodeIn, pageLanguage, tokenIn } from './ticket-address.ts';

describe('the address of a ticket', () => {
  it.each([
    ['/t/abcdefghijklmnopqrst-_', 'abcdefghijklmnopqrst-_'],
    ['/t/abcdefghijklmnopqrst-_/', 'abcdefghijklmnopqrst-_'],
    ['/t/too-short', undefined],
    ['/t/abcdefghijklmnopqrstuvw', undefined],
    ['/ticket.html', undefined],
  ])('%s', (path, token) => expect(tokenIn(path)).toBe(token));
});

describe('the address of an appointment', () => {
  it.each([
    ['/a/ABCD-EF23-9XYZ', 'ABCD-EF23-9XYZ'],
    ['/a/abcdef239xyz/', 'abcdef239xyz'],
    ['/a/abcdefghijklmnopqrst-_', 'abcdefghijklmnopqrst-_'],
    ['/a/short', undefined],
    ['/t/abcdefghijklmnopqrst-_', undefined],
  ])('%s', (path, code) => expect(appointmentCodeIn(path)).toBe(code));
});

describe('the language of the page', () => {
  it.each([
    ['zh-CN', 'zh-CN'],
    ['zh-Hant-TW', 'zh-CN'],
    ['mn-MN', 'zh-CN'],
    ['en-GB', 'en'],
    ['ru', 'en'],
    ['zha', 'en'],
  ])('for a browser in %s', (browser, language) => expect(pageLanguage(browser)).toBe(language));
});
