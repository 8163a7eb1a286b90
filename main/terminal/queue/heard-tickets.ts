import type { TicketOnPaper } from '#contract/platform/tickets.ts';
import type { Log } from '../log/log.ts';
import type { Ticket } from './ticket-store.ts';

/** What the platform tells of a ticket that this terminal gave; `ended` where it no longer counts. */
export type HeardTicket = TicketOnPaper | 'ended';

export type HeardTickets = {
  /** Undefined until the platform has answered for it, and after `forget`. */
  readonly of: (ticketId: string) => HeardTicket | undefined;
  /** Asks for each by the code on its paper, which tells the platform nothing of its holder. */
  readonly ask: (tickets: readonly Ticket[]) => void;
  /** Answers that are under way are then heard by nobody. */
  readonly forget: () => void;
};

export type HeardTicketsDependencies = {
  readonly log: Log;
  readonly isConnected: () => boolean;
  /** What the platform finds by a code; undefined where it does not answer. */
  readonly findByCode: (code: string) => Promise<readonly TicketOnPaper[] | undefined>;
  /** Whether the platform has answered for the ticket's issue: what it has not heard of, it cannot have called. */
  readonly isSent: (ticketId: string) => boolean;
  readonly onHeard: (ticketId: string) => void;
};

/** Calls, transfers and ends of own tickets happen at the platform: it is asked while somebody stands here with one. */
export function createHeardTickets(dependencies: HeardTicketsDependencies): HeardTickets {
  const { log, isConnected, findByCode, isSent, onHeard } = dependencies;
  let heard = new Map<string, HeardTicket>();

  async function askFor({ ticketId, code }: Ticket): Promise<void> {
    const into = heard;
    const wasSent = isSent(ticketId);
    const found = await findByCode(code);
    log.event('ticket.standing-asked', { ticket: ticketId, answered: found !== undefined });
    const told =
      found?.find((each) => each.ticketId === ticketId) ?? (found && wasSent ? 'ended' : undefined);
    if (told === undefined || into !== heard) return;
    heard.set(ticketId, told);
    onHeard(ticketId);
  }

  return {
    of: (ticketId) => heard.get(ticketId),
    ask: (tickets) => {
      if (isConnected()) for (const ticket of tickets) void askFor(ticket);
    },
    forget: () => {
      heard = new Map();
    },
  };
}
