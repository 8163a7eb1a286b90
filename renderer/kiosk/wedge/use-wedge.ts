import { useEffect, useEffectEvent } from 'react';
import { type KeyboardScanner, USUAL_KEYBOARD_SCANNER } from '#contract/terminal/keyboard-scanner.ts';
import { createRepeatFilter } from '#domain/codes/repeat-filter.ts';
import { listenForWedge } from './listener.ts';

/** What every path says of a code; the same words as a scanner's driver. */
export type WedgeCode = {
  readonly kind: 'code-read';
  readonly text: string;
  /** Milliseconds since 1970. */
  readonly at: number;
};

/**
 * Reads a scanner that is connected as a keyboard, as long as it is mounted; once, above everything with a form
 * field in it.
 */
export function useWedge(
  onCode: (code: WedgeCode) => void,
  { maxGapMs, minLength, capsLock, sameCodeMs }: KeyboardScanner = USUAL_KEYBOARD_SCANNER,
): void {
  const told = useEffectEvent(onCode);
  useEffect(() => {
    const repeats = createRepeatFilter(sameCodeMs);
    let forgetting: number | undefined;
    const stop = listenForWedge(
      window,
      (text) => {
        // Nothing of a code stays in the page once it is out of view.
        window.clearTimeout(forgetting);
        forgetting = window.setTimeout(repeats.forget, sameCodeMs);
        const at = Date.now();
        if (repeats.isNew(text, at)) told({ kind: 'code-read', text, at });
      },
      { maxGapMs, minLength, capsLock },
    );
    return () => {
      window.clearTimeout(forgetting);
      stop();
    };
    // Its values, not the object: the status that it comes with is another object at each change of anything.
  }, [maxGapMs, minLength, capsLock, sameCodeMs]);
}
