import { useEffect, useRef } from 'react';
import type { TerminalPort } from '../../rpc/terminal-port.ts';
import type { ActiveSession } from '../kiosk-context.ts';

/** Between two messages of presence; far below any idle limit. */
const TELL_EVERY_MS = 3000;

/** Tells the service that the citizen is there whenever he touches the screen or a key. */
export function usePresence(port: TerminalPort, session: ActiveSession): void {
  const toldAt = useRef(0);
  const { warnAt } = session;
  useEffect(() => {
    const tell = () => {
      const now = Date.now();
      const warned = now >= Date.parse(warnAt);
      if (!warned && Math.abs(now - toldAt.current) < TELL_EVERY_MS) return;
      toldAt.current = now;
      void port.touch();
    };
    window.addEventListener('pointerdown', tell);
    window.addEventListener('keydown', tell);
    return () => {
      window.removeEventListener('pointerdown', tell);
      window.removeEventListener('keydown', tell);
    };
  }, [port, warnAt]);
}
