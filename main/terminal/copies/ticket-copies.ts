import { err, ok, type Result } from 'neverthrow';
import type { TicketOnPaper } from '#contract/platform/tickets.ts';
import type { TicketView } from '#contract/ticket.ts';
import type { WaitingRange } from '#domain/queue/waiting-estimate.ts';
import type { Clock } from '#domain/time/clock.ts';
import { addDays, businessDateAt } from '#domain/time/hall-time.ts';
import type { HallCopy } from '../hall/hall.ts';
import type { Log } from '../log/log.ts';
import type { PlatformLink } from '../platform-link/platform-link.ts';
import type { PrintJob } from '../printing/print-store.ts';
import { isOnPaper, type Printing, type PrintOrder } from '../printing/printing.ts';
import { receiptForTicket } from '../printing/receipt-for-ticket.ts';
import { qrText } from '../queue/ticket-code.ts';
import type { ActiveSession, Sessions } from '../session/session.ts';
import type { Person } from '../session/session-state.ts';
import type { Storage, StorageError } from '../storage/storage.ts';
import type { Timers } from '../timers.ts';
import { createTicketCopyStore, type TicketCopy } from './ticket-copy-store.ts';

export type TicketCopies = {
  /**
   * Tells the platform with whose card a ticket was taken here, so that another terminal may print it again; tried until
   * the session ends, with which the number of the card is forgotten.
   */
  readonly keepHolder: (session: ActiveSession, ticketId: string, code: string) => void;
  /** Asks for the ticket whose paper was scanned and that this terminal did not give. */
  readonly findByCode: (session: ActiveSession, code: string) => void;
  /** Asks for what was taken at other terminals with the card that was read. */
  readonly findByCard: () => Result<void, 'SESSION_ENDED'>;
  /** Prints what was found once in the session, and again only where that paper did not surely come out. */
  readonly reprint: (
    ticketId: string,
    requestKey: string,
  ) => Result<TicketView, 'SESSION_ENDED' | 'TICKET_UNKNOWN' | StorageError>;
  /** Forgets the copies of days long past. */
  readonly cleanOut: () => Result<void, StorageError>;
  readonly stop: () => void;
};

export type TicketCopiesDependencies = {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
  readonly hall: HallCopy;
  readonly link: Pick<PlatformLink, 'call' | 'state'>;
  readonly printing: Printing;
  readonly sessions: Sessions;
  /** Whether this terminal gave it: then its own paper is printed again. */
  readonly isOwn: (ticketId: string) => boolean;
  /** This terminal's own estimate, where the platform has none. */
  readonly estimate: (queueId: string, ahead: number) => WaitingRange;
  /** UUIDv7. */
  readonly newKey: () => string;
};

type Query = { readonly code: string } | { readonly idNumber: string };
type Recorded = {
  readonly copy: TicketCopy;
  readonly print?: { readonly job: PrintJob; readonly order: PrintOrder };
};

/** As long as tickets are kept at most. */
const DAYS_KEPT = 30;
const TELL_AGAIN_MS = 5_000;

/** Tickets that another terminal of the hall gave, printed again here for whoever shows his card or the paper. */
export function createTicketCopies(dependencies: TicketCopiesDependencies): TicketCopies {
  const { storage, clock, timers, log, hall, link, printing, sessions, newKey } = dependencies;
  const { isOwn, estimate } = dependencies;
  const copies = createTicketCopyStore(storage);
  const retries = new Set<() => void>();

  async function tell(session: ActiveSession, ticketId: string, code: string): Promise<void> {
    const idNumber = session.person()?.number;
    if (idNumber === undefined || session.signal.aborted) return;
    const told =
      link.state().state === 'connected' &&
      (await link
        .call('tickets.keepHolder', ({ tickets }) => tickets.keepHolder({ ticketId, idNumber, code }))
        .then((answer) => answer.isOk()));
    if (told || session.signal.aborted) return;
    const cancel = timers.after(TELL_AGAIN_MS, () => {
      retries.delete(cancel);
      void tell(session, ticketId, code);
    });
    retries.add(cancel);
  }

  /** Undefined when nobody could be asked, or it is nobody's answer any more. */
  async function ask(session: ActiveSession, query: Query): Promise<readonly TicketView[] | undefined> {
    const by = 'code' in query ? 'code' : 'card';
    if (link.state().state !== 'connected') {
      log.event('ticket.looked-for', { by, outcome: 'PLATFORM_UNREACHABLE', found: 0 });
      return undefined;
    }
    const answer = await link.call('tickets.find', ({ tickets }) => tickets.find(query));
    const found = answer.isOk() ? answer.value.tickets.filter(({ ticketId }) => !isOwn(ticketId)) : [];
    const outcome = answer.isOk() ? 'answered' : answer.error.code;
    log.event('ticket.looked-for', { by, outcome, found: found.length });
    return answer.isOk() ? found.map((paper) => viewOf(session.sessionId, paper)) : undefined;
  }

  async function showByCode(session: ActiveSession, code: string): Promise<void> {
    session.setScanned('ticket-asked');
    const found = await ask(session, { code });
    if (!found) return session.setScanned('ticket-unreachable');
    if (found.length === 0) return session.setScanned('ticket-unknown');
    session.setElsewhere({ state: 'answered', tickets: withKnown(session, found) });
    session.setScanned('ticket');
  }

  async function showByCard(session: ActiveSession, person: Person): Promise<void> {
    session.setElsewhere({ state: 'asking', tickets: withKnown(session, []) });
    const found = await ask(session, { idNumber: person.number });
    // It was not he, or another card lies there by now.
    if (session.person() !== person) return;
    session.setElsewhere({
      state: found ? 'answered' : 'unreachable',
      tickets: withKnown(session, found ?? []),
    });
  }

  function viewOf(sessionId: string, paper: TicketOnPaper): TicketView {
    const { queueId, ahead, fromMinutes, toMinutes, priorityClass, ...same } = paper;
    const range =
      fromMinutes === undefined || toMinutes === undefined
        ? estimate(queueId, ahead)
        : { fromMinutes, toMinutes };
    const copy = copies.ofSession(sessionId, paper.ticketId);
    return {
      ...same,
      priorityClass,
      waiting: { ahead, ...range, complete: true },
      missing: [],
      cancelled: false,
      code: qrText(paper, hall.current()),
      print: (copy && printing.viewOf(copy.copyId)) ?? { state: 'failed' },
      elsewhere: true,
    };
  }

  function record(
    sessionId: string,
    ticket: TicketView,
    requestKey: string,
  ): Result<Recorded, 'SESSION_ENDED'> {
    const { ticketId } = ticket;
    const known = copies.ofSession(sessionId, ticketId);
    const businessDate = businessDateAt(clock.now());
    const copy = known ?? { copyId: newKey(), sessionId, ticketId, businessDate };
    const asked = printing.askedBy(requestKey);
    // The touch of somebody who was here before: what it asked for is not for who is here now.
    if (asked && asked.id !== copy.copyId) return err('SESSION_ENDED');
    if (asked || (known && isOnPaper(printing.viewOf(known.copyId)))) return ok({ copy });
    if (!known) copies.insert(copy);
    const order: PrintOrder = {
      paper: { kind: 'ticket-copy', id: copy.copyId },
      sessionId,
      reprint: true,
      requestKey,
    };
    return ok({ copy, print: { job: printing.record(order), order } });
  }

  function start(session: ActiveSession, ticket: TicketView, { copy, print }: Recorded): TicketView {
    if (print) {
      log.event('ticket.copied', { ticket: ticket.ticketId });
      const document = receiptForTicket({
        hallName: hall.current()?.name,
        ticket,
        language: session.language(),
        reprint: true,
      });
      printing.start(print.job, print.order, document);
    }
    const shown: TicketView = { ...ticket, print: printing.viewOf(copy.copyId) ?? { state: 'failed' } };
    session.setTicket(shown);
    return shown;
  }

  const stopListening = printing.onChanged((paperId) => {
    const session = sessions.current();
    const shown = session?.ticket();
    if (!session || !shown?.elsewhere) return;
    const copy = copies.ofSession(session.sessionId, shown.ticketId);
    const print = copy?.copyId === paperId ? printing.viewOf(paperId) : undefined;
    if (print) session.setTicket({ ...shown, print });
  });

  return {
    keepHolder: (session, ticketId, code) => void tell(session, ticketId, code),
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
      const ticket = session.elsewhere()?.tickets.find((each) => each.ticketId === ticketId);
      if (!ticket) return err('TICKET_UNKNOWN');
      return storage
        .commit<Recorded, 'SESSION_ENDED' | StorageError>(() => record(session.sessionId, ticket, requestKey))
        .map((recorded) => start(session, ticket, recorded));
    },
    cleanOut: () =>
      storage.commit<void, never>(() => {
        copies.deleteBefore(addDays(businessDateAt(clock.now()), -DAYS_KEPT));
        return ok();
      }),
    stop: () => {
      stopListening();
      for (const cancel of retries) cancel();
    },
  };
}

/** What was just found, and what had been found before by another card or paper of the same session. */
function withKnown(session: ActiveSession, found: readonly TicketView[]): TicketView[] {
  const ids = new Set(found.map(({ ticketId }) => ticketId));
  const before = session.elsewhere()?.tickets ?? [];
  return [...found, ...before.filter(({ ticketId }) => !ids.has(ticketId))];
}
