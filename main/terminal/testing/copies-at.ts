import { v7 as uuidv7 } from 'uuid';
import { createTicketCopies, type TicketCopies } from '../copies/ticket-copies.ts';
import type { Sessions } from '../session/session.ts';
import type { TestTerminal } from './test-terminal.ts';

/** What a terminal of a test prints of others' tickets. */
export function copiesAt(terminal: TestTerminal, sessions: Sessions): TicketCopies {
  const { storage, time, log, hall, link, printing, queue } = terminal;
  return createTicketCopies({
    storage,
    clock: time,
    timers: time,
    log,
    hall,
    link,
    printing,
    sessions,
    isOwn: (ticketId) => queue.view(ticketId) !== undefined,
    estimate: queue.estimated,
    newKey: uuidv7,
  });
}
