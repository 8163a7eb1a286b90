import { err, ok, type Result } from 'neverthrow';
import type { z } from 'zod';
import type { FailureCode } from '#contract/failures.ts';
import type { PrintView } from '#contract/ticket.ts';
import type { ReceiptDocument } from '#domain/printing/receipt-document.ts';
import type { Clock } from '#domain/time/clock.ts';
import { addDays, businessDateAt } from '#domain/time/hall-time.ts';
import type { PrintJob } from '../printing/print-store.ts';
import { isOnPaper, type Printing, type PrintOrder } from '../printing/printing.ts';
import type { ActiveSession, Sessions } from '../session/session.ts';
import type { Storage, StorageError } from '../storage/storage.ts';
import { createSessionPaperStore, type SessionPaper, type SessionPaperKind } from './session-paper-store.ts';

/** What papers of one kind are about, and who is told how they get on. */
export type PaperDescription<Subject> = {
  readonly kind: SessionPaperKind;
  /** Gives its fields an order: the same subject is the same paper. */
  readonly subject: z.ZodType<Subject>;
  /** How many may come out in a session; `reason` is told instead of a further one. */
  readonly limit?: { readonly papers: number; readonly reason: FailureCode };
  /** Called with each change of what has become of a paper of the session under way. */
  readonly onProgress: (session: ActiveSession, paper: GivenPaper<Subject>) => void;
};

export type GivenPaper<Subject> = {
  readonly paperId: string;
  /** Of what the touch asked for at first, whatever it names when it is repeated. */
  readonly subject: Subject;
  readonly print: PrintView;
};

export type PaperOrder<Subject> = {
  readonly session: ActiveSession;
  readonly subject: Subject;
  /** The touch that asks; the same touch twice is one paper. */
  readonly requestKey: string;
  /** Called where it is printed now. */
  readonly compose: (paperId: string, reprint: boolean) => ReceiptDocument;
};

export type PapersOfKind<Subject> = {
  /**
   * Saves the paper with its print job, then has it printed: once in a session, however often it is asked for, and again
   * only where it did not surely come out. SESSION_ENDED is the answer to the touch of somebody who was here before.
   */
  readonly give: (order: PaperOrder<Subject>) => Result<GivenPaper<Subject>, 'SESSION_ENDED' | StorageError>;
  /** What has become of the paper; undefined where the session asked for none. */
  readonly printOf: (sessionId: string, subject: Subject) => PrintView | undefined;
};

export type SessionPapers = {
  readonly ofKind: <Subject>(description: PaperDescription<Subject>) => PapersOfKind<Subject>;
  /** Forgets the papers of days long past. */
  readonly cleanOut: () => Result<void, StorageError>;
  readonly stop: () => void;
};

export type SessionPapersDependencies = {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly printing: Printing;
  readonly sessions: Sessions;
  /** UUIDv7. */
  readonly newKey: () => string;
};

/** As long as tickets are kept at most. */
const DAYS_KEPT = 30;

type Recorded<Subject> = {
  readonly paperId: string;
  readonly subject: Subject;
  readonly print?: { readonly job: PrintJob; readonly order: PrintOrder };
  readonly refused?: FailureCode;
};

/** Papers that are nobody's number of this terminal: kept with their print jobs for whoever stands here. */
export function createSessionPapers(dependencies: SessionPapersDependencies): SessionPapers {
  const { storage, clock, printing, sessions, newKey } = dependencies;
  const store = createSessionPaperStore(storage);
  type Listener = (session: ActiveSession, paper: SessionPaper, print: PrintView) => void;
  const listeners = new Map<SessionPaperKind, Listener>();

  const stop = printing.onChanged((paperId) => {
    const session = sessions.current();
    const paper = session && store.find(paperId);
    const print = paper?.sessionId === session?.sessionId ? printing.viewOf(paperId) : undefined;
    if (session && paper && print) listeners.get(paper.kind)?.(session, paper, print);
  });

  function ofKind<Subject>(description: PaperDescription<Subject>): PapersOfKind<Subject> {
    const { kind, limit } = description;
    const inOrder = (subject: unknown) => description.subject.parse(subject);
    listeners.set(kind, (session, { paperId, subject }, print) =>
      description.onProgress(session, { paperId, subject: inOrder(subject), print }),
    );

    function record(
      { sessionId }: ActiveSession,
      subject: Subject,
      requestKey: string,
    ): Result<Recorded<Subject>, 'SESSION_ENDED'> {
      const asked = printing.askedBy(requestKey);
      if (asked) {
        const paper = store.find(asked.id);
        // Of somebody who was here before: what he asked for is not for who is here now.
        if (paper?.sessionId !== sessionId || paper.kind !== kind) return err('SESSION_ENDED');
        return ok({ paperId: paper.paperId, subject: inOrder(paper.subject) });
      }
      const known = store.ofSession(sessionId, kind, subject);
      const paperId = known?.paperId ?? newKey();
      if (known && isOnPaper(printing.viewOf(paperId))) return ok({ paperId, subject });
      if (limit && store.countOnPaper(sessionId, kind) >= limit.papers)
        return ok({ paperId, subject, refused: limit.reason });
      if (!known)
        store.insert({ paperId, sessionId, kind, subject, businessDate: businessDateAt(clock.now()) });
      const order: PrintOrder = {
        paper: { kind: 'session-paper', id: paperId },
        sessionId,
        reprint: known !== undefined,
        requestKey,
      };
      return ok({ paperId, subject, print: { job: printing.record(order), order } });
    }

    return {
      give: ({ session, subject, requestKey, compose }) =>
        storage
          .commit(() => record(session, inOrder(subject), requestKey))
          .map((recorded) => {
            const { paperId, print, refused } = recorded;
            if (print) printing.start(print.job, print.order, compose(paperId, print.order.reprint));
            const failed: PrintView = { state: 'failed', ...(refused !== undefined && { reason: refused }) };
            const became = refused === undefined ? printing.viewOf(paperId) : undefined;
            return { paperId, subject: recorded.subject, print: became ?? failed };
          }),
      printOf: (sessionId, subject) => {
        const known = store.ofSession(sessionId, kind, inOrder(subject));
        return known && printing.viewOf(known.paperId);
      },
    };
  }

  return {
    ofKind,
    cleanOut: () =>
      storage.commit<void, never>(() => {
        store.deleteBefore(addDays(businessDateAt(clock.now()), -DAYS_KEPT));
        return ok();
      }),
    stop,
  };
}
