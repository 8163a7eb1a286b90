/** What a key does on the desk, by the names of the language files. */
export type KeyAction =
  | 'next'
  | 'recall'
  | 'serve'
  | 'noShow'
  | 'hold'
  | 'transfer'
  | 'merge'
  | 'finish'
  | 'byNumber'
  | 'appointments'
  | 'break'
  | 'help'
  | 'keys';

/** The keys as the buttons and the list of keys show them, in the order of that list. */
export const keyOf: Readonly<Record<KeyAction, string>> = {
  next: 'F2',
  recall: 'R',
  serve: 'S',
  finish: 'F',
  hold: 'H',
  transfer: 'T',
  noShow: 'N',
  merge: 'M',
  byNumber: '/',
  appointments: 'A',
  break: 'B',
  help: 'G',
  keys: '?',
};

const actionOf: ReadonlyMap<string, KeyAction> = new Map([
  ...keyActions().map((action) => [keyOf[action].toLowerCase(), action] as const),
  // Only where nothing else has the focus, which Enter would press.
  ['enter', 'next'] as const,
]);

export function keyActions(): KeyAction[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the record are its type's
  return Object.keys(keyOf) as KeyAction[];
}

export type KeyPress = Pick<KeyboardEvent, 'key' | 'code' | 'altKey' | 'ctrlKey' | 'metaKey' | 'repeat'>;

/**
 * What a press means.
 * @param at where the focus is: in a `field` only F2 works, on a `control` Enter belongs to the control
 */
export function actionOfKey(press: KeyPress, at: 'page' | 'control' | 'field'): KeyAction | undefined {
  if (press.altKey || press.ctrlKey || press.metaKey || press.repeat) return undefined;
  // An input method that is on hides the key itself.
  const key = press.key === 'Process' ? press.code.replace(/^Key/, '') : press.key;
  const action = actionOf.get(key.toLowerCase());
  if (at === 'field' && key !== 'F2') return undefined;
  if (at === 'control' && key === 'Enter') return undefined;
  return action;
}

/** Where a key press goes. */
export function placeOfFocus(target: EventTarget | null): 'page' | 'control' | 'field' {
  if (!(target instanceof Element)) return 'page';
  if (target.closest('input, textarea, select, [contenteditable="true"]')) return 'field';
  return target.closest('button, a') ? 'control' : 'page';
}
