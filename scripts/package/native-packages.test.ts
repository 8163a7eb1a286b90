import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { RARE_FONT, rareFontFile } from '../../drivers/receipt-printer/rare-font.ts';
import { printedFonts } from '../start/staging.ts';
import { copyNativePackages } from './native-packages.ts';
import { copyRareFont } from './rare-font.ts';

const root = join(import.meta.dirname, '../..');

test('what lies beside the packed service can be loaded from there', () => {
  const folder = mkdtempSync(join(tmpdir(), 'packed-'));
  try {
    copyNativePackages(root, folder);
    const packed = createRequire(join(folder, 'service.mjs'));
    for (const name of ['better-sqlite3', '@serialport/bindings-cpp', 'node-hid', '@resvg/resvg-js']) {
      expect(packed.resolve(name).startsWith(folder)).toBe(true);
    }
    const Database = packed('better-sqlite3');
    expect(new Database(':memory:').prepare('SELECT 1').pluck().get()).toBe(1);
    expect(packed('node-hid').devices).toBeTypeOf('function');
    const { Resvg } = packed('@resvg/resvg-js');
    expect(new Resvg('<svg xmlns="http://www.w3.org/2000/svg" width="8" height="4"/>').render().width).toBe(
      8,
    );
    // Each font, and the licence it may be passed on under.
    for (const { weight, licence } of printedFonts) {
      expect(existsSync(join(folder, weight))).toBe(true);
      expect(existsSync(join(folder, licence))).toBe(true);
    }
    expect(() =>
      packed.resolve('@expo-google-fonts/noto-sans-sc/500Medium/NotoSansSC_500Medium.ttf'),
    ).not.toThrow();
    expect(existsSync(join(folder, 'node_modules/@expo-google-fonts/noto-sans-sc/700Bold'))).toBe(false);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.skipIf(!existsSync(RARE_FONT.file))('the font of rare hanzi lies beside the packed service', () => {
  const folder = mkdtempSync(join(tmpdir(), 'packed-font-'));
  try {
    copyRareFont(folder);
    const file = rareFontFile(folder) ?? '';
    expect(file.startsWith(folder)).toBe(true);
    expect(statSync(file).size).toBe(statSync(RARE_FONT.file).size);
    expect(readFileSync(join(dirname(file), 'LICENCE-Hanazono'), 'utf8')).toContain('Unlimited permission');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
