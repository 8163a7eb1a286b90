import { useSyncExternalStore } from 'react';

const PORTRAIT = '(orientation: portrait)';

/** Whether the screen stands upright. */
export function usePortrait(): boolean {
  return useSyncExternalStore(subscribe, () => window.matchMedia(PORTRAIT).matches);
}

function subscribe(listener: () => void): () => void {
  const query = window.matchMedia(PORTRAIT);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}
