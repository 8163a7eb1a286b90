import { useEffect, useRef } from 'react';
import type { Scanned } from '#contract/terminal/session.ts';
import { type Move, type Page, present, type Trail } from '../navigation.ts';

/** Pages on which a ticket held before the scanner is what the citizen came for. */
const MAY_LEAVE: ReadonlySet<Page['name']> = new Set(['home', 'scan', 'card', 'earlier']);

/** A ticket that was scanned leads to its page, from wherever no other task is under way. */
export function useScannedTicket(scanned: Scanned | undefined, trail: Trail, go: (move: Move) => void): void {
  const seen = useRef(scanned?.count);
  useEffect(() => {
    if (scanned?.count === seen.current) return;
    seen.current = scanned?.count;
    if (scanned?.kind === 'ticket' && MAY_LEAVE.has(present(trail).name)) {
      go({ kind: 'open', page: { name: 'earlier' } });
    }
  }, [scanned, trail, go]);
}
