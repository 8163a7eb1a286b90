import { describe, expect, it } from 'vitest';
import { createGuessLimit } from './guess-limit.ts';

const FOR_MS = 60_000;
const limit = () => createGuessLimit({ tries: 3, forMs: FOR_MS });

describe('wrong codes', () => {
  it('lock who gives too many of them, for a time, and nobody else', () => {
    const guesses = limit();
    for (const now of [0, 10, 20]) {
      expect(guesses.lockedFor('one', now)).toBe(0);
      guesses.wrong('one', `guess ${now}`, now);
    }
    expect(guesses.lockedFor('one', 30)).toBe(FOR_MS - 30);
    expect(guesses.lockedFor('other', 30)).toBe(0);
    expect(guesses.lockedFor('one', FOR_MS)).toBe(0);
  });

  it('are forgotten one by one: so many in any such time, and no more', () => {
    const guesses = limit();
    for (const now of [0, 10, 20]) guesses.wrong('one', `guess ${now}`, now);
    guesses.wrong('one', 'another', FOR_MS);
    expect(guesses.lockedFor('one', FOR_MS)).toBe(10);
    expect(guesses.lockedFor('one', FOR_MS + 10)).toBe(0);
  });

  it('count once, however often the same is tried', () => {
    const guesses = limit();
    for (const now of [0, 10, 20, 30]) guesses.wrong('one', 'the same', now);
    expect(guesses.lockedFor('one', 30)).toBe(0);
    guesses.wrong('one', 'a second', 40);
    guesses.wrong('one', 'a third', 40);
    expect(guesses.lockedFor('one', 40)).toBe(FOR_MS - 40);
  });

  it('are forgotten when they are far apart', () => {
    const guesses = limit();
    for (const now of [0, FOR_MS, 2 * FOR_MS, 3 * FOR_MS]) guesses.wrong('one', `guess ${now}`, now);
    expect(guesses.lockedFor('one', 3 * FOR_MS)).toBe(0);
  });

  it('lock nobody for longer when the clock is set back', () => {
    const guesses = limit();
    for (const guess of ['a', 'b', 'c']) guesses.wrong('one', guess, 5 * FOR_MS);
    expect(guesses.lockedFor('one', 5 * FOR_MS)).toBe(FOR_MS);
    expect(guesses.lockedFor('one', FOR_MS)).toBe(0);
  });
});
