import { useSyncExternalStore } from 'react';

export const areas = ['today', 'model', 'people', 'appointments', 'accuracy', 'reconciliation'] as const;
export type Area = (typeof areas)[number];

/** The area that the address names; the first where it names none. */
export function useArea(): Area {
  const hash = useSyncExternalStore(
    (listener) => {
      window.addEventListener('hashchange', listener);
      return () => window.removeEventListener('hashchange', listener);
    },
    () => window.location.hash,
  );
  return areas.find((area) => `#${area}` === hash) ?? areas[0];
}
