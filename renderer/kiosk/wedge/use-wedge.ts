import { useEffect, useEffectEvent } from 'react';
import { createRepeatFilter } from '#domain/codes/repeat-filter.ts';
import type { WedgeProfile } from './burst.ts';
import { listenForWedge } from './listener.ts';

/** What every path says of a code; the same words as a scanner's driver. */
export type WedgeCode = {
  readonly kind: 'code-read';
  readonly text: string;
  /** Milliseconds since 1970. */
  readonly at: number;
};

/** A code must be out of view so long before it is read again. */
const SAME_CODE_MS = 3000;

/**
 * Reads a scanner that is connected as a keyboard, as long as it is mounted; once, above everything with a form
 * field in it.
 */
export function useWedge(onCode: (code: WedgeCode) => void, profile?: WedgeProfile): void {
  const told = useEffectEvent(onCode);
  useEffect(() => {
    const repeats = createRepeatFilter(SAME_CODE_MS);
    let forgetting: number | undefined;
    const stop = listenForWedge(
      window,
      (text) => {
        // Nothing of a code stays in the page once it is out of view.
        window.clearTimeout(forgetting);
        forgetting = window.setTimeout(repeats.forget, SAME_CODE_MS);
        const at = Date.now();
        if (repeats.isNew(text, at)) told({ kind: 'code-read', text, at });
      },
      profile,
    );
    return () => {
      window.clearTimeout(forgetting);
      stop();
    };
  }, [profile]);
}
