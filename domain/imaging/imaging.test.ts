import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { areaOf, distance, hullOf, type Quad } from './geometry.ts';
import { findPage } from './page-outline.ts';
import { isBlack, pageQuality, qualityWarnings } from './page-quality.ts';
import { flattened, homographyBetween, mapped, pageSize } from './perspective.ts';
import { grayOf, type Picture } from './picture.ts';
import { outlineIn, straighten } from './straighten.ts';
import { defocused, linesOfPrint, photograph, turnedPage } from './testing/synthetic.ts';

const upright: Quad = [
  { x: 0, y: 0 },
  { x: 1, y: 0 },
  { x: 1, y: 1 },
  { x: 0, y: 1 },
];

/** How far the corners of one outline lie from those of another, at most, in pixels. */
function farthestApart(one: Quad, other: Quad): number {
  return Math.max(...one.map((corner, index) => distance(corner, other[index] ?? corner)));
}

function blank(width: number, height: number, value: number): Picture {
  const data = new Uint8ClampedArray(width * height * 4).fill(value);
  return { width, height, data };
}

describe('brightness', () => {
  test('weighs the colours as the eye does and takes means', () => {
    const two = { width: 2, height: 1, data: Uint8ClampedArray.of(255, 0, 0, 255, 0, 255, 0, 255) };
    expect([...grayOf(two, 2).data]).toEqual([76, 150]);
    expect([...grayOf(two, 1).data]).toEqual([113]);
  });

  test('is never made larger, and keeps its shape', () => {
    expect(grayOf(blank(30, 20, 9), 300)).toMatchObject({ width: 30, height: 20 });
    expect(grayOf(blank(300, 200, 9), 30)).toMatchObject({ width: 30, height: 20 });
    expect(grayOf(blank(300, 2, 9), 30)).toMatchObject({ width: 30, height: 1 });
  });
});

describe('perspective', () => {
  const corner = fc.record({ x: fc.double({ min: -0.2, max: 0.2 }), y: fc.double({ min: -0.2, max: 0.2 }) });

  test('carries corners to corners and comes back', () => {
    fc.assert(
      fc.property(
        corner,
        corner,
        corner,
        corner,
        fc.record({ x: fc.double({ min: 0, max: 1 }), y: fc.double({ min: 0, max: 1 }) }),
        (a, b, c, d, place) => {
          fc.pre([a, b, c, d, place].every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y)));
          const bent: Quad = [
            { x: 100 + 400 * a.x, y: 100 + 400 * a.y },
            { x: 500 + 400 * b.x, y: 100 + 400 * b.y },
            { x: 500 + 400 * c.x, y: 600 + 400 * c.y },
            { x: 100 + 400 * d.x, y: 600 + 400 * d.y },
          ];
          const there = homographyBetween(upright, bent)._unsafeUnwrap();
          const back = homographyBetween(bent, upright)._unsafeUnwrap();
          for (const [index, from] of upright.entries()) {
            expect(distance(mapped(there, from), bent[index] ?? from)).toBeLessThan(1e-6);
          }
          expect(distance(mapped(back, mapped(there, place)), place)).toBeLessThan(1e-6);
        },
      ),
    );
  });

  test('corners on one line have no map', () => {
    const flat: Quad = [
      { x: 0, y: 0 },
      { x: 1, y: 1 },
      { x: 2, y: 2 },
      { x: 3, y: 3 },
    ];
    expect(homographyBetween(upright, flat)._unsafeUnwrapErr()).toBe('flat');
    expect(flattened(blank(4, 4, 1), flat, { width: 2, height: 2 }).isErr()).toBe(true);
  });

  test('a page that is nearly A4 is drawn as A4, another as it is, none larger than asked', () => {
    expect(pageSize(turnedPage({ x: 0, y: 0 }, 1000, 30), 5000)).toEqual({ width: 1000, height: 1414 });
    expect(pageSize(turnedPage({ x: 0, y: 0 }, 1000, 30), 707)).toEqual({ width: 500, height: 707 });
    const card: Quad = [
      { x: 0, y: 0 },
      { x: 856, y: 0 },
      { x: 856, y: 540 },
      { x: 0, y: 540 },
    ];
    expect(pageSize(card, 5000)).toEqual({ width: 856, height: 540 });
  });

  test('a picture laid onto itself is the same', () => {
    const width = 5;
    const data = Uint8ClampedArray.from({ length: width * width * 4 }, (_, at) =>
      at % 4 === 3 ? 255 : at * 2,
    );
    const whole: Quad = [
      { x: 0, y: 0 },
      { x: width, y: 0 },
      { x: width, y: width },
      { x: 0, y: width },
    ];
    const same = flattened({ width, height: width, data }, whole, { width, height: width })._unsafeUnwrap();
    expect([...same.data]).toEqual([...data]);
  });
});

describe('the outline of a page', () => {
  test.each([-40, -20, -7, -1, 0, 1, 3, 12, 25, 40])(
    'is found exactly when it is turned by %d°',
    (degrees) => {
      const corners = turnedPage({ x: 660, y: 470 }, 430, degrees);
      const picture = photograph({ width: 1280, height: 960, corners, print: linesOfPrint(), noise: 6 });
      // In a picture of 1280 pixels: less than a third of a millimetre of a real page.
      expect(farthestApart(outlineIn(picture)._unsafeUnwrap(), corners)).toBeLessThan(2);
    },
  );

  test('is found when the camera looks aslant', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -40, max: 40 }), { minLength: 8, maxLength: 8 }), (shifts) => {
        const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = shifts;
        const corners: Quad = [
          { x: 150 + a, y: 80 + b },
          { x: 420 + c, y: 80 + d },
          { x: 420 + e, y: 420 + f },
          { x: 150 + g, y: 420 + h },
        ];
        const picture = photograph({ width: 560, height: 500, corners, print: linesOfPrint(), noise: 5 });
        expect(farthestApart(outlineIn(picture)._unsafeUnwrap(), corners)).toBeLessThan(2);
      }),
      { numRuns: 12 },
    );
  });

  test('is found in poor light and of a small card', () => {
    const corners = turnedPage({ x: 640, y: 480 }, 180, 5);
    const picture = photograph({ width: 1280, height: 960, corners, paper: 90, table: 12, noise: 4 });
    expect(farthestApart(outlineIn(picture)._unsafeUnwrap(), corners)).toBeLessThan(3);
  });

  test.each([
    ['an empty mat', blank(640, 480, 30)],
    ['a white table', blank(640, 480, 230)],
    [
      'noise',
      photograph({ width: 320, height: 240, corners: turnedPage({ x: -900, y: -900 }, 50, 0), noise: 12 }),
    ],
    ['a speck', photograph({ width: 640, height: 480, corners: turnedPage({ x: 300, y: 200 }, 20, 0) })],
  ])('is not found on %s', (_, picture) => {
    expect(outlineIn(picture)._unsafeUnwrapErr()).toBe('none');
  });

  test('is not found in something round', () => {
    const round = photograph({
      width: 640,
      height: 480,
      corners: [
        { x: 170, y: 90 },
        { x: 470, y: 90 },
        { x: 470, y: 390 },
        { x: 170, y: 390 },
      ],
      print: (across, down) => (Math.hypot(across - 0.5, down - 0.5) > 0.5 ? 40 : undefined),
    });
    expect(outlineIn(round)._unsafeUnwrapErr()).toBe('none');
  });

  test.each([[{ x: 150, y: 300 }], [{ x: 500, y: 300 }], [{ x: 320, y: 120 }], [{ x: 320, y: 430 }]])(
    'a page about %o that reaches beyond the picture is cut off',
    (middle) => {
      const corners = turnedPage(middle, 340, 4);
      const picture = photograph({ width: 640, height: 560, corners });
      expect(outlineIn(picture)._unsafeUnwrapErr()).toBe('cut-off');
    },
  );

  test('whatever the picture is, finding ends without a throw', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 24 }),
        fc.integer({ min: 1, max: 24 }),
        fc.infiniteStream(fc.integer({ min: 0, max: 255 })),
        (width, height, values) => {
          const data = Uint8Array.from({ length: width * height }, () => values.next().value ?? 0);
          const found = findPage({ width, height, data });
          const places = found.isOk() ? found.value.flatMap(({ x, y }) => [x, y]) : [];
          expect(places.every(Number.isFinite)).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });
});

test('a hull is convex, holds every point and has the corners of its box', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ x: fc.integer({ min: 1, max: 99 }), y: fc.integer({ min: 1, max: 99 }) })),
      (points) => {
        const box = [
          { x: 0, y: 0 },
          { x: 100, y: 0 },
          { x: 100, y: 100 },
          { x: 0, y: 100 },
        ];
        expect(hullOf([...points, ...box])).toEqual(box);
        expect(areaOf(hullOf([...points, ...box]))).toBe(10_000);
      },
    ),
  );
});

describe('a straightened page', () => {
  const print = linesOfPrint();
  const scene = { width: 1280, height: 1100, corners: turnedPage({ x: 640, y: 560 }, 620, -9), print };

  test('is the page as it would lie under a scanner', () => {
    const { page } = straighten(photograph(scene))._unsafeUnwrap();
    expect(page.height / page.width).toBeCloseTo(Math.SQRT2, 2);
    const flat = photograph({
      width: page.width,
      height: page.height,
      corners: [
        { x: 0, y: 0 },
        { x: page.width, y: 0 },
        { x: page.width, y: page.height },
        { x: 0, y: page.height },
      ],
      print,
    });
    // Means over squares of some 5 mm: strokes are finer than any corner is exact.
    const [seen, wanted] = [grayOf(page, 60), grayOf(flat, 60)];
    const apart = [...seen.data].map((value, at) => Math.abs(value - (wanted.data[at] ?? 0)));
    expect(apart.reduce((sum, each) => sum + each, 0) / apart.length).toBeLessThan(4);
  });

  test('has no warning in good light and in focus', () => {
    const { quality } = straighten(photograph({ ...scene, noise: 6 }))._unsafeUnwrap();
    expect(qualityWarnings(quality)).toEqual([]);
  });

  test('out of focus it has one', () => {
    const { quality } = straighten(defocused(photograph({ ...scene, noise: 6 }), 2))._unsafeUnwrap();
    expect(qualityWarnings(quality)).toEqual(['blurred']);
  });

  test('in poor light it has one', () => {
    const dim = { ...scene, paper: 85, table: 10, print: linesOfPrint(14) };
    const { quality } = straighten(photograph(dim))._unsafeUnwrap();
    expect(qualityWarnings(quality)).toEqual(['dark']);
  });

  test('an empty page is neither sharp nor blurred', () => {
    expect(pageQuality(blank(800, 1130, 230)).sharpness).toBeUndefined();
    expect(qualityWarnings(pageQuality(blank(800, 1130, 230)))).toEqual([]);
  });

  test('the sensor noise of a blurred page is not taken for print', () => {
    const soft = defocused(photograph(scene), 2);
    let state = 7;
    for (let at = 0; at < soft.data.length; at += 4) {
      state = (state * 48_271) % 2_147_483_647;
      const value = (soft.data[at] ?? 0) + (state / 2_147_483_647 - 0.5) * 16;
      soft.data.set([value, value, value], at);
    }
    expect(qualityWarnings(straighten(soft)._unsafeUnwrap().quality)).toEqual(['blurred']);
  });
});

test('black is a picture of nothing, and not one of an empty mat', () => {
  const mat = photograph({ width: 640, height: 480, table: 35, paper: 35, noise: 12, corners: FAR_AWAY });
  expect(isBlack(mat)).toBe(false);
  const covered = photograph({ width: 640, height: 480, table: 6, paper: 6, noise: 12, corners: FAR_AWAY });
  expect(isBlack(covered)).toBe(true);
});

/** Nothing of the page shows. */
const FAR_AWAY = turnedPage({ x: -900, y: -900 }, 200, 0);
