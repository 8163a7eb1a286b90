import { expect, test } from 'vitest';
import { createLateTexts } from './late-texts.ts';

function scene() {
  let now = 0;
  const texts = createLateTexts({ now: () => now });
  return {
    expect: (...heard: number[]) => texts.expect(Uint8Array.from(heard)),
    behindRest: (...bytes: number[]) => [...texts.behindRest(Uint8Array.from(bytes))],
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

test('the rest of a text that was cut is taken out also where the answers behind it did not come either', () => {
  const { expect: awaitOne, left } = scene();
  awaitOne(0x5f, ...name);
  awaitOne();
  expect(left(...name, 0x00, 0x16)).toEqual([0x16]);
});

test('noise that begins as a text does takes no more with it than a text has, and the text is still expected', () => {
  const { expect: awaitOne, left } = scene();
  awaitOne();
  left(0x5f);
  expect(left(...Array.from({ length: 90 }, () => 0x12))).toHaveLength(90);
  expect(left(...Array.from({ length: 90 }, () => 0x41))).toHaveLength(10);
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

test('the rest of a text that was cut is taken out, also where another is waited for', () => {
  const { expect: awaitOne, left } = scene();
  awaitOne(0x12, 0x5f, ...name);
  expect(left(0x12, ...name, 0x16, 0x00, 0x00)).toEqual([0x12, 0x16, 0x00]);
  const { expect: awaitTwo, behindRest, left: leftThen } = scene();
  awaitTwo(0x5f, ...name);
  expect(behindRest(...name)).toEqual([]);
  expect(behindRest(...name, 0x00, 0x5f, 0x41, 0x00)).toEqual([0x5f, 0x41, 0x00]);
  expect(leftThen(0x5f, 0x00)).toEqual([0x5f, 0x00]);
});

test('what only looks like the beginning of a text takes nothing with it', () => {
  const { expect: awaitOne, left, behindRest } = scene();
  awaitOne(0x5f, 0x12);
  expect(behindRest(0x41, 0x00)).toEqual([0x41, 0x00]);
  expect(left(0x12)).toEqual([0x12]);
  awaitOne(0x5f, 0x41);
  const long = Array.from({ length: 81 }, () => 0x41);
  expect(behindRest(...long)).toEqual(long);
});
