import { useEffect } from 'react';
import type { AdministrationPort } from '../../rpc/administration-port.ts';

/** Between two messages of presence; far below the limit after which the page closes. */
const TELL_EVERY_MS = 3000;

/** Tells the service that somebody is there whenever he touches the screen or a key. */
export function useAdministratorPresence(port: AdministrationPort): void {
  useEffect(() => {
    let toldAt = Number.NEGATIVE_INFINITY;
    const tell = () => {
      const now = performance.now();
      if (now - toldAt < TELL_EVERY_MS) return;
      toldAt = now;
      void port.touch();
    };
    window.addEventListener('pointerdown', tell);
    window.addEventListener('keydown', tell);
    return () => {
      window.removeEventListener('pointerdown', tell);
      window.removeEventListener('keydown', tell);
    };
  }, [port]);
}
