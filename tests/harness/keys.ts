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

/** Between a scanner's keys going down and up; real ones take from under one to some thirty. */
const SCANNER_MS_PER_EVENT = 1;
/**
 * The keys are dated so far ahead: what a loaded machine needs to hand them to the page is then no pause between them,
 * as the system's own dates of a real keyboard's keys are not moved by a browser that is slow to look at them.
 */
const AHEAD_MS = 1_000;

export type DatedKeyEvent = KeyEvent & { /** Seconds since 1970. */ readonly timestamp: number };

/** Keys with the dates that a scanner's have. */
export function dated(events: readonly KeyEvent[]): DatedKeyEvent[] {
  const begun = Date.now() + AHEAD_MS;
  return events.map((event, index) => ({
    ...event,
    timestamp: (begun + index * SCANNER_MS_PER_EVENT) / 1000,
  }));
}

/** All at once: a scanner that types. */
export async function scan(keyboard: CDPSession, events: readonly KeyEvent[]): Promise<void> {
  await send(keyboard, dated(events));
}

export async function send(keyboard: CDPSession, events: readonly DatedKeyEvent[]): Promise<void> {
  await Promise.all(events.map((event) => keyboard.send('Input.dispatchKeyEvent', event)));
}
