import { useEffect, useRef } from 'react';
import { actionOfKey, type KeyAction, placeOfFocus } from './keys.ts';

export type KeyHandlers = Readonly<Partial<Record<KeyAction, () => void>>>;

/** Hears these keys while the page stands and no dialog is open; keys of others stay theirs. */
export function useKeys(handlers: KeyHandlers): void {
  const latest = useRef(handlers);
  useEffect(() => {
    latest.current = handlers;
  });
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      if (event.defaultPrevented || document.querySelector('[role="dialog"], [role="alertdialog"]')) return;
      const action = actionOfKey(event, placeOfFocus(event.target));
      const handle = action && latest.current[action];
      if (!handle) return;
      event.preventDefault();
      handle();
    };
    document.addEventListener('keydown', hear);
    return () => document.removeEventListener('keydown', hear);
  }, []);
}
