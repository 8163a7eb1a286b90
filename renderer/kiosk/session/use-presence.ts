import { useEffect, useRef } from 'react';
import type { TerminalPort } from '../../rpc/terminal-port.ts';
import type { Deadlines } from './time-left.ts';

/** Between two messages of presence; far below any idle limit. */
const TELL_EVERY_MS = 3000;

/** Tells the service that the citizen is there whenever he touches the screen or a key. */
export function usePresence(port: TerminalPort, deadlines: Deadlines): void {
  const toldAt = useRef(Number.NEGATIVE_INFINITY);
  const { warnAt } = deadlines;
  useEffect(() => {
    const tell = () => {
      const now = performance.now();
      if (now < warnAt && now - toldAt.current < TELL_EVERY_MS) return;
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
