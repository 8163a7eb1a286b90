import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { Blob, Face } from 'harfbuzzjs';
import { expect, onTestFinished, test } from 'vitest';
import { rareFontFile } from '../../drivers/receipt-printer/rare-font.ts';
import { cut, putInPlace, slicesOf } from './rare-font.ts';

test('every hanzi beyond the first plane is in one slice, and nothing else is', () => {
  const points = fc.uniqueArray(fc.integer({ min: 0x20, max: 0x3_ffff }), { maxLength: 3_000 });
  fc.assert(
    fc.property(points, (list) => {
      const wanted = list.filter((point) => point > 0x1_ffff);
      expect(cut(list).flat()).toEqual(wanted.sort((one, other) => one - other));
    }),
    { numRuns: 20 },
  );
});

test('the slower of two first builds takes what the faster has made, and no other fault is passed over', () => {
  const cache = mkdtempSync(join(tmpdir(), 'rare-font-'));
  onTestFinished(() => rmSync(cache, { recursive: true }));
  const made = (name: string) => {
    mkdirSync(join(cache, name));
    writeFileSync(join(cache, name, 'slice'), name);
    return join(cache, name);
  };
  const folder = join(cache, 'key');
  putInPlace(made('faster'), folder);
  putInPlace(made('slower'), folder);
  expect(readFileSync(join(folder, 'slice'), 'utf8')).toBe('faster');
  expect(() => putInPlace(join(cache, 'never-made'), folder)).toThrow('ENOENT');
});

const source = rareFontFile();

test.skipIf(source === undefined)(
  'a slice draws what it claims, and is a hundredth of the font',
  async () => {
    const cache = mkdtempSync(join(tmpdir(), 'rare-font-'));
    onTestFinished(() => rmSync(cache, { recursive: true }));
    const slices = await slicesOf(source ?? '', cache);
    const all = new Set(slices.flatMap(({ codePoints }) => codePoints));
    for (const name of ['𠮷', '𡈽', '𪚥', '𪜀', '𫝀', '𬎆', '𬺰', '𮯠']) {
      expect(all).toContain(name.codePointAt(0));
    }
    for (const { file, codePoints } of [slices[0], slices.at(-1)].flatMap((slice) => slice ?? [])) {
      const drawn = new Set(new Face(new Blob(readFileSync(file))).collectUnicodes());
      expect(codePoints.filter((point) => !drawn.has(point))).toEqual([]);
      expect(statSync(file).size).toBeLessThan(1_000_000);
    }
    // A second build takes them as they are.
    const made = statSync(slices[0]?.file ?? '').mtimeMs;
    await slicesOf(source ?? '', cache);
    expect(statSync(slices[0]?.file ?? '').mtimeMs).toBe(made);
  },
  300_000,
);
