export type PressFilter = {
  /** Whether this telling of a key is a press of its own. `at` in milliseconds. */
  readonly isPress: (key: string, at: number) => boolean;
  /** The pad says that no key is pressed. */
  readonly release: () => void;
};

/**
 * Tells presses from their repetitions. The same key told again within `debounceMs` of its last telling is the
 * same press, however long it goes on; another key within that time after a press is a finger that slipped.
 * Where `holds`, a key that is told again is the same press until a release.
 */
export function createPressFilter(debounceMs: number, holds: boolean): PressFilter {
  let last: { readonly key: string; readonly pressedAt: number; toldAt: number; held: boolean } | undefined;
  return {
    isPress: (key, at) => {
      if (last !== undefined && key === last.key && (last.held || at - last.toldAt < debounceMs)) {
        last.toldAt = at;
        return false;
      }
      if (last !== undefined && key !== last.key && at - last.pressedAt < debounceMs) return false;
      last = { key, pressedAt: at, toldAt: at, held: holds };
      return true;
    },
    release: () => {
      if (last !== undefined) last.held = false;
    },
  };
}
