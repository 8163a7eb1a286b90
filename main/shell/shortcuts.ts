export type KeyInput = {
  readonly type: string;
  readonly key: string;
  readonly control: boolean;
  readonly alt: boolean;
  readonly meta: boolean;
};

/** Keys that leave, reload, search, zoom or open something; with or without a modifier. */
const blockedKeys = new Set([
  'ContextMenu',
  'PrintScreen',
  'BrowserBack',
  'BrowserForward',
  'BrowserRefresh',
  'BrowserStop',
  'BrowserHome',
  'BrowserSearch',
  'BrowserFavorites',
  'LaunchMail',
  'LaunchApplication1',
  'LaunchApplication2',
  'Power',
  'Sleep',
  'WakeUp',
  'ZoomIn',
  'ZoomOut',
  'Help',
]);

const functionKey = /^F\d{1,2}$/;
const modifierKeys = new Set(['Control', 'Alt', 'Meta', 'AltGraph', 'Shift']);

/**
 * Whether a kiosk swallows a key. The page works by touch and by the plain keys of a keypad (E2), so that every
 * function key and every combination with a modifier goes, whatever it would do today or in a later Chromium.
 */
export function blockedInKiosk(input: KeyInput): boolean {
  if (modifierKeys.has(input.key)) return false;
  if (input.control || input.alt || input.meta) return true;
  return blockedKeys.has(input.key) || functionKey.test(input.key);
}

/** Whether a window in development swallows a key: only what changes the size of everything. */
export function blockedInWindow(input: KeyInput): boolean {
  return (input.control || input.meta) && ['+', '-', '=', '_', '0', 'Add', 'Subtract'].includes(input.key);
}
