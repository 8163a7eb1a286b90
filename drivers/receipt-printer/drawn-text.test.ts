import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadDrawing } from './drawn-text.ts';

// Whether it is the font of rare hanzi does not matter here: the files of all are made alike.
const font = createRequire(import.meta.url).resolve(
  '@expo-google-fonts/noto-sans-jp/500Medium/NotoSansJP_500Medium.ttf',
);
let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fonts-'));
  file = join(folder, 'HanaMinB.ttf');
  writeFileSync(file, readFileSync(font));
});
afterEach(() => rmSync(folder, { recursive: true }));

function load(rareFile: string | undefined) {
  const drawing = loadDrawing(rareFile);
  if ('trouble' in drawing) throw new Error(drawing.trouble);
  return drawing;
}

test('a whole font of rare hanzi is used', () => {
  const { covers, files, withoutRare } = load(file);
  expect(covers.rare('𠮷')).toBe(true);
  expect(files.rare).toBe(file);
  expect(withoutRare).toBeUndefined();
});

test.each([0, 5, 200, 100_000, statSync(font).size - 1_000])(
  'one that was cut off after %i bytes costs rare hanzi alone, and is told',
  (bytes) => {
    truncateSync(file, bytes);
    const { covers, files, withoutRare } = load(file);
    expect(covers.chinese('王')).toBe(true);
    expect(covers.mongolian('ᠮ')).toBe(true);
    expect(covers.rare('𠮷')).toBe(false);
    expect(files.rare).toBeUndefined();
    expect(withoutRare).toContain(file);
  },
);

test('one that may not be read, or is not there, costs no more', () => {
  expect(load(join(folder, 'away.ttf')).withoutRare).toContain('ENOENT');
  expect(load(folder).withoutRare).toContain(folder);
  expect(load(undefined).withoutRare).toContain('fonts-hanazono');
});
