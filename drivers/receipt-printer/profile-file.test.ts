import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { printerProfileNamed } from './profile-file.ts';
import { printerProfile } from './profiles.ts';

const hallsOwn = join(import.meta.dirname, '../../config/printers/paper-sensor-only.yaml');

test("a model that ships, and a hall's own file, are named by a word", () => {
  expect(printerProfileNamed('kiosk-custom')._unsafeUnwrap()).toBe(printerProfile('kiosk-custom'));
  expect(printerProfileNamed(hallsOwn)._unsafeUnwrap().model).toBe('paper-sensor-only');
});

test('any other word is refused in a sentence, and so is a file with a fault', () => {
  const folder = mkdtempSync(join(tmpdir(), 'profile-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  expect(printerProfileNamed('escpos-80')._unsafeUnwrapErr()).toMatch(
    /^escpos-80 is none of escpos-80mm, .*, and no file that ends with \.yaml$/,
  );
  expect(printerProfileNamed(join(folder, 'none.yaml'))._unsafeUnwrapErr()).toMatch(/^ENOENT/);
  const file = join(folder, 'wide.yaml');
  writeFileSync(file, readFileSync(hallsOwn, 'utf8').replace(/columns: \d+/, 'columns: 9'));
  expect(printerProfileNamed(file)._unsafeUnwrapErr()).toMatch(
    /wide\.yaml: line \d+, columns: out-of-range$/,
  );
});
