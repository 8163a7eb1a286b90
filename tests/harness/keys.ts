import type { CDPSession } from 'playwright-core';

/** A key as the browser gets it from the system. */
export type KeyEvent = {
  readonly type: 'keyDown' | 'rawKeyDown' | 'keyUp';
  readonly key: string;
  readonly code: string;
  readonly text?: string;
  readonly windowsVirtualKeyCode: number;
  readonly modifiers: number;
};

const SHIFT = 8;

/** Of a US keyboard, besides letters and digits: the key, its code for Windows, and whether it takes Shift. */
const OTHERS: Readonly<Record<string, readonly [code: string, windows: number, shift: boolean]>> = {
  ' ': ['Space', 32, false],
  '-': ['Minus', 189, false],
  _: ['Minus', 189, true],
  ':': ['Semicolon', 186, true],
};

/** A key of a US keyboard going down and up. */
export function stroke(character: string): KeyEvent[] {
  if (character === '\n') return named('Enter', 13, '\r');
  const upper = character.toUpperCase();
  const letter = /[A-Z]/.test(upper);
  const [code, windowsVirtualKeyCode, shift] = OTHERS[character] ?? [
    letter ? `Key${upper}` : `Digit${character}`,
    upper.charCodeAt(0),
    letter && character === upper,
  ];
  const both = { key: character, code, windowsVirtualKeyCode, modifiers: shift ? SHIFT : 0 };
  return [
    { type: 'keyDown', text: character, ...both },
    { type: 'keyUp', ...both },
  ];
}

export function named(key: string, windowsVirtualKeyCode: number, text?: string): KeyEvent[] {
  const both = { key, code: key, windowsVirtualKeyCode, modifiers: 0 };
  return [
    { type: text === undefined ? 'rawKeyDown' : 'keyDown', ...both, ...(text !== undefined && { text }) },
    { type: 'keyUp', ...both },
  ];
}

/** All at once, as fast as the browser takes them: a scanner that types. */
export async function scan(keyboard: CDPSession, events: readonly KeyEvent[]): Promise<void> {
  await Promise.all(events.map((event) => keyboard.send('Input.dispatchKeyEvent', event)));
}
