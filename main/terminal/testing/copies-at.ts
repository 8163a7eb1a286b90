import { createTicketCopies, type TicketCopies } from '../copies/ticket-copies.ts';
import type { Sessions } from '../session/session.ts';
import { papersAt } from './papers-at.ts';
import type { TestTerminal } from './test-terminal.ts';

/** What a terminal of a test prints of others' tickets. */
export function copiesAt(
  terminal: TestTerminal,
  sessions: Sessions,
  isClosedEarly: () => boolean = () => false,
): TicketCopies {
  const { log, hall, link, queue } = terminal;
  return createTicketCopies({
    log,
    hall,
    link,
    papers: papersAt(terminal, sessions),
    sessions,
    isOwn: (ticketId) => queue.view(ticketId) !== undefined,
    estimate: queue.estimated,
    isClosedEarly,
  });
}
