import { err, ok, type Result } from 'neverthrow';
import type { MaterialsListView } from '#contract/terminal/materials.ts';
import type { Clock } from '#domain/time/clock.ts';
import { addDays, businessDateAt } from '#domain/time/hall-time.ts';
import type { HallCopy, QueuedService } from '../hall/hall.ts';
import type { Log } from '../log/log.ts';
import type { Paper, PrintJob } from '../printing/print-store.ts';
import { isOnPaper, type Printing, type PrintOrder } from '../printing/printing.ts';
import { receiptForMaterials } from '../printing/receipt-for-materials.ts';
import type { ActiveSession, Sessions } from '../session/session.ts';
import type { Storage, StorageError } from '../storage/storage.ts';
import { createMaterialsListStore, type MaterialsList } from './materials-list-store.ts';
import { materialsText } from './materials-text.ts';

export type MaterialsRequest = {
  readonly serviceId: string;
  readonly requestKey: string;
  /** Places in the service's materials; such as are not there are left out. */
  readonly missing: readonly number[];
};

type ListError =
  | 'SESSION_ENDED'
  /** Also where the service asks for none of what was named any more. */
  | 'SERVICE_UNKNOWN'
  | 'HALL_UNKNOWN'
  | StorageError;

export type MaterialsLists = {
  /**
   * Saves the list with its print job, then has it printed; no number is taken. The same list is printed once in a
   * session, however often it is asked for, and again only where its paper did not surely come out. After three papers
   * in a session a list is shown only.
   */
  readonly print: (request: MaterialsRequest) => Result<MaterialsListView, ListError>;
  /** Forgets the lists of days long past. */
  readonly cleanOut: () => Result<void, StorageError>;
  readonly stop: () => void;
};

export type MaterialsListsDependencies = {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly log: Log;
  readonly hall: HallCopy;
  readonly printing: Printing;
  readonly sessions: Sessions;
  /** UUIDv7. */
  readonly newKey: () => string;
};

/**
 * The roll is for everybody's tickets. What somebody brings may change while he looks, and a paper may be drawn back;
 * beyond that the list is on the screen.
 */
const MOST_PAPERS = 3;

/** As long as tickets are kept at most. */
const DAYS_KEPT = 30;

type Recorded = {
  readonly list: MaterialsList;
  readonly queued: QueuedService;
  readonly print?: { readonly job: PrintJob; readonly order: PrintOrder };
  readonly refused?: true;
};

/** Lists of what is missing, for whoever goes home to fetch it instead of taking a number (Q9). */
export function createMaterialsLists(dependencies: MaterialsListsDependencies): MaterialsLists {
  const { storage, clock, log, hall, printing, sessions, newKey } = dependencies;
  const lists = createMaterialsListStore(storage);

  function record(
    session: ActiveSession,
    request: MaterialsRequest,
    queued: QueuedService,
  ): Result<Recorded, ListError> {
    const { sessionId } = session;
    const materials = queued.service.materials ?? [];
    const missing = [...new Set(request.missing)]
      .filter((place) => materials[place] !== undefined)
      .toSorted((one, other) => one - other);
    if (missing.length === 0) return err('SERVICE_UNKNOWN');
    const known = lists.ofSession(sessionId, request.serviceId, missing);
    const list = known ?? {
      listId: newKey(),
      sessionId,
      serviceId: request.serviceId,
      missing,
      businessDate: businessDateAt(clock.now()),
    };
    if (known && isOnPaper(printing.viewOf(known.listId))) return ok({ list, queued });
    if (lists.papersOf(sessionId) >= MOST_PAPERS) return ok({ list, queued, refused: true });
    if (!known) lists.insert(list);
    const order: PrintOrder = {
      paper: { kind: 'materials-list', id: list.listId },
      sessionId,
      reprint: known !== undefined,
      requestKey: request.requestKey,
    };
    return ok({ list, queued, print: { job: printing.record(order), order } });
  }

  /** The list that the same touch has asked for already, whatever else this request names. */
  function askedBefore(session: ActiveSession, paper: Paper): Result<Recorded, ListError> {
    const list = lists.find(paper.id);
    // Of somebody who was here before: his list is not for who is here now.
    if (list?.sessionId !== session.sessionId) return err('SESSION_ENDED');
    return hall.service(list.serviceId).map((queued) => ({ list, queued }));
  }

  function start(session: ActiveSession, { list, queued, print, refused }: Recorded): MaterialsListView {
    const { service, counters } = queued;
    const materials = service.materials ?? [];
    const named = { serviceName: service.name, missing: list.missing.flatMap((at) => materials[at] ?? []) };
    const language = session.language();
    if (print) {
      log.event('materials.listed', { list: list.listId, missing: list.missing.length });
      const document = receiptForMaterials({
        ...named,
        hallName: hall.current()?.name,
        counters: counters.map(({ label }) => label),
        brought: materials.filter((_, at) => !list.missing.includes(at)),
        printedAt: clock.now(),
        language,
        reprint: print.order.reprint,
      });
      printing.start(print.job, print.order, document);
    }
    const text = materialsText({ ...named, language });
    const view: MaterialsListView = {
      listId: list.listId,
      ...named,
      ...(text !== undefined && { text }),
      print: refused
        ? { state: 'failed', reason: 'LISTS_USED_UP' }
        : (printing.viewOf(list.listId) ?? { state: 'failed' }),
    };
    session.setMaterialsList(view);
    return view;
  }

  const stopListening = printing.onChanged((paperId) => {
    const session = sessions.current();
    const shown = session?.materialsList();
    const print = shown?.listId === paperId ? printing.viewOf(paperId) : undefined;
    if (shown && print) session?.setMaterialsList({ ...shown, print });
  });

  return {
    print: (request) => {
      const session = sessions.current();
      if (!session) return err('SESSION_ENDED');
      return storage
        .commit<Recorded, ListError>(() => {
          const asked = printing.askedBy(request.requestKey);
          if (asked) return askedBefore(session, asked);
          return hall.service(request.serviceId).andThen((queued) => record(session, request, queued));
        })
        .map((recorded) => start(session, recorded));
    },
    cleanOut: () =>
      storage.commit<void, never>(() => {
        lists.deleteBefore(addDays(businessDateAt(clock.now()), -DAYS_KEPT));
        return ok();
      }),
    stop: stopListening,
  };
}
