import { err, ok, type Result } from 'neverthrow';
import { z } from 'zod';
import type { TicketOnPaper } from '#contract/platform/tickets.ts';
import type { ElsewhereView } from '#contract/terminal/session.ts';
import type { TicketView } from '#contract/ticket.ts';
import type { WaitingRange } from '#domain/queue/waiting-estimate.ts';
import type { HallCopy } from '../hall/hall.ts';
import type { Log } from '../log/log.ts';
import type { SessionPapers } from '../papers/session-papers.ts';
import type { PlatformLink } from '../platform-link/platform-link.ts';
import { receiptForTicket } from '../printing/receipt-for-ticket.ts';
import { qrText } from '../queue/ticket-code.ts';
import type { ActiveSession, Sessions } from '../session/session.ts';
import type { Person } from '../session/session-state.ts';
import type { StorageError } from '../storage/storage.ts';

export type TicketCopies = {
  /** Asks for the ticket whose paper was scanned and that this terminal did not give. */
  readonly findByCode: (session: ActiveSession, code: string) => void;
  /** Asks for what was taken at other terminals with the card that was read. */
  readonly findByCard: () => Result<void, 'SESSION_ENDED'>;
  /** Gives the paper of what was found. */
  readonly reprint: (
    ticketId: string,
    requestKey: string,
  ) => Result<TicketView, 'SESSION_ENDED' | 'TICKET_UNKNOWN' | StorageError>;
};

export type TicketCopiesDependencies = {
  readonly log: Log;
  readonly hall: HallCopy;
  readonly link: Pick<PlatformLink, 'call' | 'state'>;
  readonly papers: SessionPapers;
  readonly sessions: Sessions;
  /** Whether this terminal gave it: then its own paper is printed again. */
  readonly isOwn: (ticketId: string) => boolean;
  /** This terminal's own estimate, where the platform has none. */
  readonly estimate: (queueId: string, ahead: number) => WaitingRange;
  readonly isClosedEarly: () => boolean;
};

type Query = { readonly code: string } | { readonly idNumber: string };
type Answer = Omit<ElsewhereView, 'tickets'> & { readonly found: readonly TicketView[] };

const subjectSchema = z.object({ ticketId: z.string() });

/** Tickets that another terminal of the hall gave, printed again here for whoever shows his card or the paper. */
export function createTicketCopies(dependencies: TicketCopiesDependencies): TicketCopies {
  const { log, hall, link, papers, sessions, isOwn, estimate, isClosedEarly } = dependencies;
  const copies = papers.ofKind({
    kind: 'ticket-copy',
    subject: subjectSchema,
    onProgress: (session, { subject, print }) => {
      const shown = session.ticket();
      if (shown?.elsewhere && shown.ticketId === subject.ticketId) session.setTicket({ ...shown, print });
    },
  });

  async function ask(session: ActiveSession, query: Query): Promise<Answer> {
    const by = 'code' in query ? 'code' : 'card';
    if (link.state().state !== 'connected') {
      log.event('ticket.looked-for', { by, outcome: 'PLATFORM_UNREACHABLE', found: 0 });
      return { state: 'unreachable', found: [] };
    }
    const answer = await link.call('tickets.find', ({ tickets }) => tickets.find(query));
    const found = answer.isOk() ? answer.value.tickets.filter(({ ticketId }) => !isOwn(ticketId)) : [];
    const againInMs = answer.isOk() ? answer.value.askAgainInMs : undefined;
    const told = againInMs === undefined ? 'answered' : 'asked-too-often';
    log.event('ticket.looked-for', {
      by,
      outcome: answer.isOk() ? told : answer.error.code,
      found: found.length,
    });
    return {
      state: answer.isOk() ? told : 'unreachable',
      found: found.map((paper) => viewOf(session.sessionId, paper)),
      ...(againInMs !== undefined && { askAgainInMinutes: Math.ceil(againInMs / 60_000) }),
    };
  }

  async function showByCode(session: ActiveSession, code: string): Promise<void> {
    session.setScanned('ticket-asked');
    const asked = session.scanned();
    const { state, found } = await ask(session, { code });
    // Whoever scanned it has laid a card or another paper meanwhile, or has gone.
    if (asked === undefined || session.scanned() !== asked) return;
    if (state === 'unreachable') return session.setScanned('ticket-unreachable');
    // The closing ended it: what the hall gave in its place is the appointments' to tell.
    if (found.length === 0) return session.setScanned(isClosedEarly() ? 'appointment' : 'ticket-unknown');
    session.setElsewhere({ state: 'answered', tickets: withKnown(session, found) });
    session.setScanned('ticket');
  }

  async function showByCard(session: ActiveSession, person: Person): Promise<void> {
    session.setElsewhere({ state: 'asking', tickets: withKnown(session, []) });
    const { found, ...answer } = await ask(session, { idNumber: person.number });
    // It was not he, or another card lies there by now.
    if (session.person() !== person) return;
    session.setElsewhere({ ...answer, tickets: withKnown(session, found) });
  }

  function viewOf(sessionId: string, paper: TicketOnPaper): TicketView {
    const {
      queueId,
      serviceId,
      ahead,
      fromMinutes,
      toMinutes,
      priorityClass,
      state = 'waiting',
      ...same
    } = paper;
    const range =
      fromMinutes === undefined || toMinutes === undefined
        ? estimate(queueId, ahead)
        : { fromMinutes, toMinutes };
    const materials = serviceId === undefined ? [] : materialsOf(serviceId);
    return {
      ...same,
      priorityClass,
      waiting: { ahead, ...range, complete: true },
      missing: [],
      cancelled: false,
      code: qrText(paper, hall.current()),
      print: copies.printOf(sessionId, { ticketId: paper.ticketId }) ?? { state: 'failed' },
      elsewhere: true,
      ...(materials.length > 0 && { materials }),
      ...(state !== 'waiting' && { noLongerWaits: true }),
    };
  }

  function materialsOf(serviceId: string) {
    return hall.service(serviceId).match(
      ({ service }) => service.materials ?? [],
      () => [],
    );
  }

  function compose(session: ActiveSession, ticket: TicketView) {
    log.event('ticket.copied', { ticket: ticket.ticketId });
    return receiptForTicket({
      hallName: hall.current()?.name,
      ticket,
      language: session.language(),
      reprint: true,
    });
  }

  return {
    findByCode: (session, code) => void showByCode(session, code),
    findByCard: () => {
      const session = sessions.current();
      if (!session) return err('SESSION_ENDED');
      const person = session.person();
      if (person) void showByCard(session, person);
      return ok();
    },
    reprint: (ticketId, requestKey) => {
      const session = sessions.current();
      if (!session) return err('SESSION_ENDED');
      const found = (id: string) => session.elsewhere()?.tickets.find((each) => each.ticketId === id);
      const ticket = found(ticketId);
      if (!ticket) return err('TICKET_UNKNOWN');
      return copies
        .give({ session, subject: { ticketId }, requestKey, compose: () => compose(session, ticket) })
        .map(({ subject, print }) => {
          const shown: TicketView = { ...(found(subject.ticketId) ?? ticket), print };
          session.setTicket(shown);
          return shown;
        });
    },
  };
}

/** What was just found, and what had been found before by another card or paper of the same session. */
function withKnown(session: ActiveSession, found: readonly TicketView[]): TicketView[] {
  const ids = new Set(found.map(({ ticketId }) => ticketId));
  const before = session.elsewhere()?.tickets ?? [];
  return [...found, ...before.filter(({ ticketId }) => !ids.has(ticketId))];
}
