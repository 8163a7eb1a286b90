import type { KeyboardScanner } from '#contract/terminal/keyboard-scanner.ts';

/** A key going down, as a browser tells it. */
export type KeyPress = {
  readonly key: string;
  /** Where the key lies, whatever the layout says of it. */
  readonly code: string;
  readonly shift: boolean;
  readonly capsLock: boolean;
  readonly control: boolean;
  /** Alt or the system's key. */
  readonly otherModifier: boolean;
  /** Sent by a key that is held down. */
  readonly repeat: boolean;
  /** Milliseconds of any clock that does not jump; when it happened, not when it was handled. */
  readonly at: number;
};

/** What the keys of a US keyboard say without and with Shift: scanners type as one unless told otherwise. */
const SIGNS: Readonly<Record<string, string>> = {
  Backquote: '`~',
  Digit1: '1!',
  Digit2: '2@',
  Digit3: '3#',
  Digit4: '4$',
  Digit5: '5%',
  Digit6: '6^',
  Digit7: '7&',
  Digit8: '8*',
  Digit9: '9(',
  Digit0: '0)',
  Minus: '-_',
  Equal: '=+',
  BracketLeft: '[{',
  BracketRight: ']}',
  Backslash: '\\|',
  Semicolon: ';:',
  Quote: '\'"',
  Comma: ',<',
  Period: '.>',
  Slash: '/?',
  Space: '  ',
  NumpadAdd: '++',
  NumpadSubtract: '--',
  NumpadMultiply: '**',
  NumpadDivide: '//',
  NumpadDecimal: '..',
};

const LETTER = /^Key([A-Z])$/;
const NUMPAD_DIGIT = /^Numpad(\d)$/;

/** What browsers say in place of a character that an input method or a dead key keeps for itself. */
const UNTOLD: ReadonlySet<string> = new Set(['Process', 'Unidentified', 'Dead']);

const MODIFIERS: ReadonlySet<string> = new Set([
  'Shift',
  'Control',
  'Alt',
  'AltGraph',
  'Meta',
  'CapsLock',
  'NumLock',
  'Fn',
]);

export function isModifier(key: string): boolean {
  return MODIFIERS.has(key);
}

/** Whether an input method has the key: the page cannot take it back from there. */
export function isUntold({ key }: { readonly key: string }): boolean {
  return UNTOLD.has(key);
}

/** Enter, Tab, and the control characters that scanners mean by them: Ctrl+J would open the downloads. */
export function isSuffix({ key, code, control }: KeyPress): boolean {
  if (control) return code === 'KeyJ' || code === 'KeyM' || code === 'KeyI';
  return key === 'Enter' || key === 'Tab' || code === 'Enter' || code === 'NumpadEnter' || code === 'Tab';
}

/** GS, which parts the fields of a GS1 symbol, is typed as Ctrl+]. */
const GROUP_SEPARATOR = '\u001d';

/**
 * The character that a scanner means by a press; undefined for none. By the place of the key, so that neither the
 * layout, an input method nor Caps Lock changes it; by its name only where a browser does not tell the place.
 */
export function characterOf(press: KeyPress, capsLock: KeyboardScanner['capsLock']): string | undefined {
  const { key, code } = press;
  if (press.otherModifier) return undefined;
  if (press.control) return code === 'BracketRight' ? GROUP_SEPARATOR : undefined;
  const named = [...key].length === 1;
  if (!named && !isUntold(press)) return undefined;
  const letter = LETTER.exec(code)?.[1];
  if (letter !== undefined) {
    const capital = press.shift !== (capsLock === 'compensated' && press.capsLock);
    return capital ? letter : letter.toLowerCase();
  }
  const digit = NUMPAD_DIGIT.exec(code)?.[1];
  if (digit !== undefined) return digit;
  const sign = SIGNS[code]?.charAt(press.shift ? 1 : 0);
  return sign ?? (named ? key : undefined);
}
