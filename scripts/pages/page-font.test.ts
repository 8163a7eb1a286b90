import fc from 'fast-check';
import { expect, test } from 'vitest';
import { codePointsOf, ranges, withoutCovered } from './page-font.ts';

const points = fc
  .uniqueArray(fc.integer({ min: 0x20, max: 0x2_ffff }), { minLength: 1 })
  .map((list) => list.sort((one, other) => one - other));

test('ranges name exactly the code points they were made of', () => {
  fc.assert(
    fc.property(points, (list) => {
      expect(codePointsOf(ranges(list).join(','))).toEqual(list);
    }),
  );
  expect(ranges([0x41, 0x42, 0x43, 0x4e00])).toEqual(['U+41-43', 'U+4e00']);
});

test('no face claims what is covered, and none loses anything else', () => {
  fc.assert(
    fc.property(points, points, (claimed, covered) => {
      const sheet = `@font-face {\n  src: url(a.woff2);\n  unicode-range: ${ranges(claimed).join(',')};\n}`;
      const left = /unicode-range: ([^;]*)/.exec(withoutCovered(sheet, covered))?.[1];
      expect(left === undefined ? [] : codePointsOf(left)).toEqual(
        claimed.filter((point) => !covered.includes(point)),
      );
    }),
  );
});
