import { useEffect, useRef } from 'react';
import { laterTold } from '../appointment/found.ts';
import type { ActiveSession } from '../kiosk-context.ts';
import { type Move, type Page, present, type Trail } from '../navigation.ts';

/** Pages on which a code held before the scanner is what the citizen came for. */
const MAY_LEAVE: ReadonlySet<Page['name']> = new Set([
  'home',
  'services',
  'scan',
  'card',
  'earlier',
  'appointment',
  'typed-code',
]);

/** A ticket or appointment that was scanned leads to its page, from wherever no other task is under way. */
export function useScannedCode(
  { scanned, appointments }: Pick<ActiveSession, 'scanned' | 'appointments'>,
  trail: Trail,
  go: (move: Move) => void,
): void {
  const seen = useRef(scanned?.count);
  useEffect(() => {
    if (scanned?.count === seen.current) return;
    seen.current = scanned?.count;
    if (!MAY_LEAVE.has(present(trail).name)) return;
    if (scanned?.kind === 'ticket') go({ kind: 'open', page: { name: 'earlier' } });
    if (scanned?.kind === 'appointment') go({ kind: 'open', page: { name: 'appointment' } });
  }, [scanned, trail, go]);
  // A ticket of a hall that closed early stands for the appointment that was given in its place.
  const found = appointments?.state === 'found' && appointments.appointments.length > 0;
  const scanning = present(trail).name === 'scan';
  useEffect(() => {
    if (found && scanning) go({ kind: 'open', page: { name: 'appointment' } });
  }, [found, scanning, go]);
  // Who came for his number in such a hall is told what stands instead of it, once: he may go back to the number.
  const later = laterTold(appointments);
  const told = useRef<string>(undefined);
  const { name } = present(trail);
  useEffect(() => {
    if (later === undefined || (name !== 'scan' && name !== 'earlier')) return;
    const shown = `${scanned?.count ?? 0} ${later}`;
    if (told.current === shown) return;
    told.current = shown;
    go({ kind: 'open', page: { name: 'appointment' } });
  }, [later, name, scanned, go]);
}
