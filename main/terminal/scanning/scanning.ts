import { type CodeRules, sortCode } from '#domain/codes/scanned-code.ts';
import type { CodeScanner } from '#drivers/code-scanner/code-scanner.ts';
import type { Appointments } from '../appointments/appointments.ts';
import type { Log } from '../log/log.ts';
import type { Sessions } from '../session/session.ts';
import type { SessionQueue } from '../session/session-queue.ts';

export type Scanning = {
  /** A code that the page caught from a scanner that types like a keyboard. */
  readonly read: (text: string) => void;
  readonly stop: () => void;
};

export type ScanningOptions = {
  readonly scanner: CodeScanner | undefined;
  readonly sessions: Sessions;
  readonly queue: Pick<SessionQueue, 'showTicketWithCode'>;
  readonly appointments: Pick<Appointments, 'findByCode'>;
  readonly isClosedEarly: () => boolean;
  readonly log: Log;
  readonly codeRules: CodeRules;
};

/**
 * One way for every code, whichever scanner saw it: what it is for is decided by its form, and shows in the session.
 * The scanner works only while a session is under way; a code scanned before belongs to nobody.
 */
export function createScanning(options: ScanningOptions): Scanning {
  const { scanner, sessions, queue, appointments, isClosedEarly, log, codeRules } = options;
  let unwatch: (() => void) | undefined;

  const read = (text: string) => {
    const session = sessions.current();
    if (!session) return;
    // Somebody is there, though he touches nothing.
    sessions.touch();
    const code = sortCode(text, codeRules);
    log.event('code.read', { kind: code.kind });
    if (code.kind === 'ticket') {
      // A hall that closed early has given an appointment in the place of the ticket.
      const isOfHere = queue.showTicketWithCode(session, code.code);
      if (!isOfHere || isClosedEarly()) appointments.findByCode(session, code.code);
      return;
    }
    session.setScanned(code.kind);
    if (code.kind === 'appointment') appointments.findByCode(session, code.code);
  };

  const stopStarts = sessions.onStart(() => {
    unwatch ??= scanner?.watchCodes(({ text }) => read(text));
  });
  const stopWatch = () => {
    unwatch?.();
    unwatch = undefined;
  };
  const stopEnds = sessions.onEnd(stopWatch);

  return {
    read,
    stop: () => {
      stopStarts();
      stopEnds();
      stopWatch();
    },
  };
}
