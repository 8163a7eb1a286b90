import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { printerProfileSchema } from './printer-profile.ts';
import { PRINTER_MODELS, printerProfile, readPrinterProfile } from './profiles.ts';

const shipped = readFileSync(
  join(import.meta.dirname, '../../config/printers/paper-sensor-only.yaml'),
  'utf8',
);

const faultsOf = (text: string) => readPrinterProfile(text)._unsafeUnwrapErr();
const lineOf = (text: string, start: string) =>
  text.split('\n').findIndex((line) => line.trimStart().startsWith(start)) + 1;

test.each(PRINTER_MODELS)('%s keeps the rules that files are checked by', (model) => {
  expect(printerProfileSchema.parse(printerProfile(model))).toEqual(printerProfile(model));
  expect(printerProfile(model).model).toBe(model);
});

test('a profile written to a file comes back', () => {
  const profile = printerProfile('kiosk-pyramid');
  expect(readPrinterProfile(JSON.stringify(profile))._unsafeUnwrap()).toEqual(profile);
});

describe('a file with a fault names its line', () => {
  const cases: readonly (readonly [string, string, string, string, string])[] = [
    ['a value that is none', 'font:', 'font: big5', 'font', 'unknown-value'],
    ['a number that is too large', 'endFeedDots:', 'endFeedDots: 300', 'endFeedDots', 'out-of-range'],
    ['a word for a number', 'columns:', 'columns: many', 'columns', 'wrong-type'],
    ['a field that is none', 'lineDots:', 'lineDots: 30\nlineDotz: 30', 'lineDotz', 'unknown-field'],
    ['more columns than paper', 'columns:', 'columns: 64', 'columns', 'wider-than-paper'],
    [
      'a presenter without a cutter',
      'cutter:',
      'cutter: none\npresenter: { family: pyramid, presentSteps: 9, takeSeconds: 9, whenNotTaken: eject }',
      'cutter',
      'presenter-needs-cutter',
    ],
    ['no way to ask', 'turn:', '  turn: none', 'status.turn', 'no-way-to-learn-condition'],
  ];

  test.each(cases)('%s', (_name, start, by, field, problem) => {
    const without = problem === 'presenter-needs-cutter' ? shipped.replace(/^presenter.*\n/m, '') : shipped;
    const text = without.replace(new RegExp(`^ *${start}.*$`, 'm'), by);
    const key = field.split('.').at(-1) ?? '';
    expect(faultsOf(text)).toEqual([{ line: lineOf(text, `${key}:`), field, problem }]);
  });

  test('a field that is missing', () => {
    const text = shipped.replace(/^ *clears.*\n/m, '');
    expect(faultsOf(text)).toMatchObject([{ field: 'status.clears', problem: 'missing' }]);
  });

  test('what is no YAML', () => {
    expect(faultsOf('model: [\ncolumns: 3')[0]?.problem).toBe('yaml-syntax');
  });
});
