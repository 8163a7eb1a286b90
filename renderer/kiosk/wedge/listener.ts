import type { KeyboardScanner } from '#contract/terminal/keyboard-scanner.ts';
import { type BurstVerdict, createBurstRecogniser } from './burst.ts';
import { type FieldGuard, guardField } from './field-guard.ts';
import { isUntold, type KeyPress } from './keys.ts';

type HeldPress = KeyPress & { readonly event: KeyboardEvent; released: boolean };

/** What an input method may tell a field behind the back of the key events. */
const INPUT_EVENTS = [
  'beforeinput',
  'input',
  'compositionstart',
  'compositionupdate',
  'compositionend',
] as const;

/**
 * Takes the codes of a scanner that types out of a window's keyboard events, before anything in the page sees
 * them, and gives a person's presses on. Returns what ends it.
 */
export function listenForWedge(
  view: Window,
  onCode: (text: string) => void,
  profile: Pick<KeyboardScanner, 'maxGapMs' | 'minLength' | 'capsLock'>,
): () => void {
  const recogniser = createBurstRecogniser<HeldPress>(profile);
  const held = new Set<HeldPress>();
  /** Keys whose going down the page did not see: it must not see them come up either. */
  const unseenDown = new Set<string>();
  let guard: FieldGuard | undefined;
  let timer: number | undefined;
  let replaying = false;

  const heed = ({ replay, code }: BurstVerdict<HeldPress>) => {
    if (code !== undefined) guard?.restore();
    if (replay.length > 0) {
      replaying = true;
      for (const press of replay) {
        if (!press.released) unseenDown.delete(nameOf(press.event));
        replayPress(view, press);
      }
      guard?.tellChange();
      replaying = false;
    }
    if (code === undefined && replay.length === 0 && recogniser.deadline() !== undefined) return;
    held.clear();
    guard = undefined;
    if (code !== undefined) onCode(code);
  };

  const rest = () => {
    view.clearTimeout(timer);
    const deadline = recogniser.deadline();
    if (deadline === undefined) return;
    // At least the pause of the profile: where the page was held up, the deadline may be long past.
    const ms = Math.max(profile.maxGapMs, deadline - view.performance.now()) + 1;
    timer = view.setTimeout(() => {
      heed(recogniser.tick(view.performance.now()));
      rest();
    }, ms);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (replaying) return;
    const press: HeldPress = {
      key: event.key,
      code: event.code,
      shift: event.shiftKey,
      capsLock: event.getModifierState('CapsLock'),
      control: event.ctrlKey,
      otherModifier: event.altKey || event.metaKey,
      repeat: event.repeat,
      at: event.timeStamp,
      event,
      released: false,
    };
    const verdict = recogniser.press(press);
    heed(verdict);
    if (verdict.swallow) {
      event.stopImmediatePropagation();
      // An input method has taken its keys already; without it a person's could not be given back.
      if (!isUntold(event)) event.preventDefault();
      unseenDown.add(nameOf(event));
      if (recogniser.deadline() !== undefined) {
        held.add(press);
        guard ??= guardField(view.document);
      }
    } else {
      unseenDown.delete(nameOf(event));
    }
    rest();
  };

  const onKeyUp = (event: KeyboardEvent) => {
    if (replaying || !unseenDown.delete(nameOf(event))) return;
    event.stopImmediatePropagation();
    event.preventDefault();
    for (const press of held) if (nameOf(press.event) === nameOf(event)) press.released = true;
  };

  const onInput = (event: Event) => {
    if (replaying || guard === undefined) return;
    event.stopImmediatePropagation();
  };

  view.addEventListener('keydown', onKeyDown, true);
  view.addEventListener('keyup', onKeyUp, true);
  for (const name of INPUT_EVENTS) view.addEventListener(name, onInput, true);

  return () => {
    view.clearTimeout(timer);
    view.removeEventListener('keydown', onKeyDown, true);
    view.removeEventListener('keyup', onKeyUp, true);
    for (const name of INPUT_EVENTS) view.removeEventListener(name, onInput, true);
  };
}

function nameOf({ code, key }: KeyboardEvent): string {
  return code === '' ? key : code;
}

/** Does for a press what the browser would have done. */
function replayPress(view: Window, { event, released }: HeldPress): void {
  // The input method has done it.
  if (isUntold(event)) return;
  const { key, code, shiftKey, location } = event;
  const again = { key, code, shiftKey, location, bubbles: true, cancelable: true, composed: true };
  const target = event.target ?? view.document;
  const wanted = target.dispatchEvent(new KeyboardEvent('keydown', again));
  // The only way to put text into a field as typing does: at the caret, with its events, and to be undone.
  if (wanted) view.document.execCommand('insertText', false, key);
  if (released) target.dispatchEvent(new KeyboardEvent('keyup', again));
}
