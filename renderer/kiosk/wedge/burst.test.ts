import fc from 'fast-check';
import { expect, test } from 'vitest';
import { USUAL_KEYBOARD_SCANNER } from '#contract/terminal/keyboard-scanner.ts';
import { createBurstRecogniser } from './burst.ts';
import type { KeyPress } from './keys.ts';

const { maxGapMs, minLength } = USUAL_KEYBOARD_SCANNER;

const US: Readonly<Record<string, readonly [code: string, shift: boolean]>> = Object.fromEntries([
  ...Array.from('abcdefghijklmnopqrstuvwxyz', (letter) => [letter, [`Key${letter.toUpperCase()}`, false]]),
  ...Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ', (letter) => [letter, [`Key${letter}`, true]]),
  ...Array.from('0123456789', (digit) => [digit, [`Digit${digit}`, false]]),
  [':', ['Semicolon', true]],
  ['-', ['Minus', false]],
  ['_', ['Minus', true]],
  [' ', ['Space', false]],
  ['/', ['Slash', false]],
]);

type Change = Partial<KeyPress>;

function press(character: string, at: number, change: Change = {}): KeyPress {
  const [code, shift] = US[character] ?? [character, false];
  return {
    key: character,
    code,
    shift,
    capsLock: false,
    control: false,
    otherModifier: false,
    repeat: false,
    at,
    ...change,
  };
}

/** What a page would have got, and the codes, when the presses come and then nothing more. */
function run(presses: readonly KeyPress[], profile = USUAL_KEYBOARD_SCANNER) {
  const recogniser = createBurstRecogniser(profile);
  const page: KeyPress[] = [];
  const codes: string[] = [];
  const heed = (verdict: ReturnType<typeof recogniser.press>, present?: KeyPress) => {
    page.push(...verdict.replay);
    if (verdict.code !== undefined) codes.push(verdict.code);
    if (present !== undefined && !verdict.swallow) page.push(present);
  };
  const rest = (until: number) => {
    for (let at = recogniser.deadline(); at !== undefined && at < until; at = recogniser.deadline()) {
      heed(recogniser.tick(at + 1));
    }
  };
  for (const each of presses) {
    rest(each.at);
    heed(recogniser.press(each), each);
  }
  rest(Number.POSITIVE_INFINITY);
  return { page, codes };
}

function typed(text: string, gaps: readonly number[], change: Change = {}): KeyPress[] {
  let at = 1000;
  return Array.from(text, (character, index) => {
    at += gaps[index % gaps.length] ?? 0;
    return press(character, at, change);
  });
}

const characters = fc.constantFrom(...Object.keys(US).filter((key) => key !== ' '));
const burstText = fc
  .array(fc.constantFrom(...Object.keys(US)), { minLength: minLength - 1, maxLength: 80 })
  .chain((rest) => characters.map((first) => [first, ...rest].join('')));
const fast = fc.array(fc.integer({ min: 0, max: maxGapMs }), { minLength: 1, maxLength: 20 });
const slow = fc.array(fc.integer({ min: maxGapMs + 1, max: 900 }), { minLength: 1, maxLength: 20 });
const suffix = fc.constantFrom<readonly KeyPress[]>(
  [],
  [press('Enter', 0)],
  [press('Tab', 0)],
  [press('Enter', 0), press('j', 0, { control: true, code: 'KeyJ' })],
  [press('Enter', 0, { code: 'NumpadEnter' })],
);

test('a burst is one code, whatever ends it, and the page gets nothing of it', () => {
  fc.assert(
    fc.property(burstText, fast, suffix, (text, gaps, ending) => {
      const presses = typed(text, gaps);
      const end = presses.at(-1)?.at ?? 0;
      const all = [...presses, ...ending.map((each, index) => ({ ...each, at: end + (index + 1) * 10 }))];
      expect(run(all)).toEqual({ page: [], codes: [text] });
    }),
  );
});

test('neither Caps Lock, another layout nor an input method changes the code', () => {
  const changes = fc.constantFrom<(present: KeyPress) => KeyPress>(
    (present) => ({ ...present, key: swapCase(present.key), capsLock: true }),
    (present) => ({ ...present, key: 'Process' }),
    (present) => ({ ...present, key: 'Unidentified' }),
    (present) => ({ ...present, key: 'ᠠ' }),
    (present) => ({ ...present, key: String.fromCodePoint((present.key.codePointAt(0) ?? 0) + 0xfee0) }),
  );
  fc.assert(
    fc.property(burstText, fast, changes, (text, gaps, change) => {
      expect(run(typed(text, gaps).map(change))).toEqual({ page: [], codes: [text] });
    }),
  );
});

const swapCase = (text: string) => (text === text.toUpperCase() ? text.toLowerCase() : text.toUpperCase());

test('a scanner that turns its letters round under Caps Lock is read right with its profile', () => {
  const turned = Array.from('Msb1:aB', (character, index) => press(swapCase(character), index * 10));
  const presses = turned.map((each) => ({ ...each, capsLock: true }));
  expect(run(presses, { ...USUAL_KEYBOARD_SCANNER, capsLock: 'compensated' }).codes).toEqual(['Msb1:aB']);
});

test('slow typing passes whole and in its order, with keys of every kind', () => {
  const keys = fc.oneof(
    characters.map((key) => press(key, 0)),
    fc
      .constantFrom('Enter', 'Tab', 'Backspace', 'ArrowLeft', 'F5', 'Escape', 'Shift')
      .map((key) => press(key, 0)),
    fc.constant(press('a', 0, { control: true })),
    fc.constant(press('a', 0, { repeat: true })),
    fc.constant(press('a', 0, { key: 'Process' })),
  );
  fc.assert(
    fc.property(fc.array(keys, { maxLength: 40 }), slow, (sequence, gaps) => {
      let at = 0;
      const presses = sequence.map((each, index) => ({
        ...each,
        at: (at += gaps[index % gaps.length] ?? 0),
      }));
      expect(run(presses)).toEqual({ page: presses, codes: [] });
    }),
  );
});

test('a few keys hit at once pass too, and so does the key that follows at once', () => {
  fc.assert(
    fc.property(
      fc.array(characters, { minLength: 1, maxLength: minLength - 1 }),
      fast,
      fc.constantFrom('Enter', 'Backspace', 'Tab', 'ArrowUp'),
      (few, gaps, next) => {
        const presses = typed(few.join(''), gaps);
        const all = [...presses, press(next, (presses.at(-1)?.at ?? 0) + 1)];
        expect(run(all)).toEqual({ page: all, codes: [] });
      },
    ),
  );
});

test('whatever comes, each press goes to the page once and in order, or belongs to a burst', () => {
  const any = fc.record({
    key: fc.constantFrom('a', 'B', '7', ' ', 'Enter', 'Tab', 'Shift', 'Process', 'ArrowUp', 'Dead'),
    pause: fc.integer({ min: 0, max: 3 * maxGapMs }),
    repeat: fc.boolean(),
    control: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(any, { maxLength: 60 }), (sequence) => {
      let at = 0;
      const presses = sequence.map(({ key, pause, repeat, control }) =>
        press(key, (at += pause), { repeat, control, code: US[key]?.[0] ?? 'KeyX' }),
      );
      const { page } = run(presses);
      // Modifiers say nothing by themselves: they are not held back with what is.
      const places = page.filter(({ key }) => key !== 'Shift').map((each) => presses.indexOf(each));
      expect(places).toEqual([...new Set(places)].sort((left, right) => left - right));
    }),
    { numRuns: 2000 },
  );
});

test('a person and a scanner after one another are told apart', () => {
  const person = typed('ab', [200]);
  const code = typed('MSB1:abcdef', [10]).map((each) => ({ ...each, at: each.at + 1000 }));
  const end = code.at(-1)?.at ?? 0;
  const after = [press('Enter', end + 10), press('x', end + 500), press('Enter', end + 900)];
  const { page, codes } = run([...person, ...code, ...after]);
  expect(codes).toEqual(['MSB1:abcdef']);
  expect(page.map(({ key }) => key)).toEqual(['a', 'b', 'x', 'Enter']);
});

test('a page held up for a second does not cut a burst: presses wait behind it with their own times', () => {
  const recogniser = createBurstRecogniser();
  const [first, ...rest] = typed('MSB1:abc', [10]);
  if (first === undefined) throw new Error('nothing typed');
  recogniser.press(first);
  expect(recogniser.tick(first.at + 1000)).toEqual({ swallow: false, replay: [], code: undefined });
  for (const each of rest)
    expect(recogniser.press(each)).toEqual({ swallow: true, replay: [], code: undefined });
  expect(recogniser.press(press('Enter', (rest.at(-1)?.at ?? 0) + 5)).code).toBe('MSB1:abc');
});

test('but a single press is given back when the page is held up again and again', () => {
  const recogniser = createBurstRecogniser();
  const single = press('a', 0);
  recogniser.press(single);
  recogniser.tick(1000);
  expect(recogniser.tick(2000).replay).toEqual([single]);
  expect(recogniser.deadline()).toBeUndefined();
});

test('a code longer than any symbol is neither told nor typed', () => {
  const presses = Array.from({ length: 9000 }, (_, index) => press('a', index));
  expect(run(presses)).toEqual({ page: [], codes: [] });
});
