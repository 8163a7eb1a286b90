import fc from 'fast-check';
import { expect, it } from 'vitest';
import { afterTouch, type Corner, cornerOf, NOTHING_DONE, type Progress } from './corner-sequence.ts';

const STAGE = { left: 100, width: 1000, pixelsPerMm: 4 };

function play(touches: readonly (readonly [Corner | undefined, number])[]): boolean {
  let progress: Progress = NOTHING_DONE;
  for (const [corner, at] of touches) {
    const next = afterTouch(progress, corner, at);
    if (next === 'complete') return true;
    progress = next;
  }
  return false;
}

it('knows the upper corners of the picture, wherever it stands in the window', () => {
  expect(cornerOf({ x: 101, y: 5 }, STAGE)).toBe('left');
  expect(cornerOf({ x: 1099, y: 99 }, STAGE)).toBe('right');
  expect(cornerOf({ x: 99, y: 5 }, STAGE)).toBeUndefined();
  expect(cornerOf({ x: 600, y: 5 }, STAGE)).toBeUndefined();
  expect(cornerOf({ x: 101, y: 101 }, STAGE)).toBeUndefined();
});

it('opens after left, right, left, right within six seconds', () => {
  const touches = (['left', 'right', 'left', 'right'] as const).map(
    (corner, at) => [corner, at * 1900] as const,
  );
  expect(play(touches)).toBe(true);
  expect(play(touches.map(([corner, at]) => [corner, at * 1.2] as const))).toBe(false);
});

it('never opens by touches elsewhere, in one corner, or with a slip between', () => {
  const anyTouch = fc.constantFrom<Corner | undefined>('left', 'right', undefined);
  fc.assert(
    fc.property(fc.array(anyTouch, { maxLength: 40 }), (corners) => {
      const opens = play(corners.map((corner, at) => [corner, at] as const));
      const word = corners.map((corner) => corner?.[0] ?? '.').join('');
      expect(opens).toBe(word.includes('lrlr'));
    }),
  );
});
