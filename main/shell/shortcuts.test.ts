import { expect, test } from 'vitest';
import { blockedInKiosk, blockedInWindow, type KeyInput } from './shortcuts.ts';

function press(key: string, modifiers: Partial<KeyInput> = {}): KeyInput {
  return { type: 'keyDown', key, control: false, alt: false, meta: false, ...modifiers };
}

test.each([
  press('F4', { alt: true }),
  press('w', { control: true }),
  press('F5'),
  press('r', { control: true }),
  press('I', { control: true }),
  press('F11'),
  press('F12'),
  press('+', { control: true }),
  press('q', { meta: true }),
  press('BrowserBack'),
  press('ContextMenu'),
])('a kiosk swallows %o', (input) => {
  expect(blockedInKiosk(input)).toBe(true);
});

test.each(['7', 'a', '张', 'Enter', 'Tab', 'Backspace', 'ArrowLeft', 'Escape', ' ', 'Shift', 'Process'])(
  'a kiosk lets %o through',
  (key) => {
    expect(blockedInKiosk(press(key))).toBe(false);
  },
);

test('a window in development keeps its shortcuts but for the zoom', () => {
  expect(blockedInWindow(press('r', { control: true }))).toBe(false);
  expect(blockedInWindow(press('I', { control: true }))).toBe(false);
  expect(blockedInWindow(press('+', { control: true }))).toBe(true);
  expect(blockedInWindow(press('+'))).toBe(false);
});
