import { expect, test } from 'vitest';
import { createLateTexts } from './late-texts.ts';

function scene() {
  let now = 0;
  const texts = createLateTexts({ now: () => now });
  return {
    expect: texts.expect,
    left: (...bytes: number[]) => [...texts.without(Uint8Array.from(bytes))],
    pass: (ms: number) => {
      now += ms;
    },
  };
}

const name = [0x41, 0x42, 0x43];

test('a text that comes late is taken out in whatever pieces it comes, and what stands around it stays', () => {
  const { expect: awaitOne, left } = scene();
  awaitOne();
  expect(left(0x12, 0x5f, ...name)).toEqual([0x12]);
  expect(left(...name, 0x00, 0x00)).toEqual([0x00]);
  expect(left(0x5f, 0x00)).toEqual([0x5f, 0x00]);
});

test('the longest text is taken out whole', () => {
  const { expect: awaitOne, left } = scene();
  awaitOne();
  expect(left(0x5f, ...Array.from({ length: 80 }, () => 0x41), 0x00, 0x12)).toEqual([0x12]);
});

test('noise that begins as a text does takes no more with it than a text has, and the text is still expected', () => {
  const { expect: awaitOne, left } = scene();
  awaitOne();
  left(0x5f);
  const answers = Array.from({ length: 90 }, () => 0x12);
  expect(left(...answers)).toHaveLength(10);
  expect(left(0x5f, ...name, 0x00)).toEqual([]);
});

test('what does not come for some seconds is not expected any more, also where noise has begun it', () => {
  const { expect: awaitOne, left, pass } = scene();
  awaitOne();
  left(0x5f);
  pass(6_000);
  expect(left(0x12, 0x00)).toEqual([0x12, 0x00]);
  expect(left(0x5f, 0x00)).toEqual([0x5f, 0x00]);
});
