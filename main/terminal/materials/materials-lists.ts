import { err, type Result } from 'neverthrow';
import { z } from 'zod';
import type { MaterialsListView } from '#contract/terminal/materials.ts';
import type { Clock } from '#domain/time/clock.ts';
import type { HallCopy, QueuedService } from '../hall/hall.ts';
import type { Log } from '../log/log.ts';
import type { GivenPaper, SessionPapers } from '../papers/session-papers.ts';
import { receiptForMaterials } from '../printing/receipt-for-materials.ts';
import type { ActiveSession, Sessions } from '../session/session.ts';
import type { StorageError } from '../storage/storage.ts';
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
   * Gives the list on paper; no number is taken. The same list is one paper in a session, and after three papers a list is
   * shown only.
   */
  readonly print: (request: MaterialsRequest) => Result<MaterialsListView, ListError>;
};

export type MaterialsListsDependencies = {
  readonly clock: Clock;
  readonly log: Log;
  readonly hall: HallCopy;
  readonly papers: SessionPapers;
  readonly sessions: Sessions;
};

/**
 * The roll is for everybody's tickets. What somebody brings may change while he looks, and a paper may be drawn back;
 * beyond that the list is on the screen.
 */
const MOST_PAPERS = 3;

const subjectSchema = z.object({
  serviceId: z.string(),
  /** Places in the service's materials, in order. */
  missing: z.array(z.int().nonnegative()),
});
type Subject = z.infer<typeof subjectSchema>;

/** Lists of what is missing, for whoever goes home to fetch it instead of taking a number (Q9). */
export function createMaterialsLists(dependencies: MaterialsListsDependencies): MaterialsLists {
  const { clock, log, hall, papers, sessions } = dependencies;
  const lists = papers.ofKind({
    kind: 'materials-list',
    subject: subjectSchema,
    limit: { papers: MOST_PAPERS, reason: 'LISTS_USED_UP' },
    onProgress: (session, { paperId, print }) => {
      const shown = session.materialsList();
      if (shown?.listId === paperId) session.setMaterialsList({ ...shown, print });
    },
  });

  function compose(session: ActiveSession, queued: QueuedService, { missing }: Subject, reprint: boolean) {
    const { service, counters } = queued;
    return receiptForMaterials({
      serviceName: service.name,
      missing: named(queued, missing),
      hallName: hall.current()?.name,
      counters: counters.map(({ label }) => label),
      brought: (service.materials ?? []).filter((_, place) => !missing.includes(place)),
      printedAt: clock.now(),
      language: session.language(),
      reprint,
    });
  }

  function show(session: ActiveSession, queued: QueuedService, list: GivenPaper<Subject>): MaterialsListView {
    const { paperId, subject, print } = list;
    const told = { serviceName: queued.service.name, missing: named(queued, subject.missing) };
    const text = materialsText({ ...told, language: session.language() });
    const view = { listId: paperId, ...told, ...(text !== undefined && { text }), print };
    session.setMaterialsList(view);
    return view;
  }

  function give(
    session: ActiveSession,
    subject: Subject,
    queued: QueuedService,
    requestKey: string,
  ): Result<GivenPaper<Subject>, ListError> {
    if (subject.missing.length === 0) return err('SERVICE_UNKNOWN');
    return lists.give({
      session,
      subject,
      requestKey,
      compose: (list, reprint) => {
        log.event('materials.listed', { list, missing: subject.missing.length });
        return compose(session, queued, subject, reprint);
      },
    });
  }

  return {
    print: ({ serviceId, missing, requestKey }) => {
      const session = sessions.current();
      if (!session) return err('SESSION_ENDED');
      return hall
        .service(serviceId)
        .andThen((queued) =>
          give(session, { serviceId, missing: placesIn(queued, missing) }, queued, requestKey),
        )
        .andThen((list) => hall.service(list.subject.serviceId).map((queued) => show(session, queued, list)));
    },
  };
}

/** Each once and in order, of those that the service has. */
function placesIn({ service }: QueuedService, places: readonly number[]): number[] {
  return [...new Set(places)]
    .filter((place) => service.materials?.[place] !== undefined)
    .toSorted((one, other) => one - other);
}

function named({ service }: QueuedService, places: readonly number[]) {
  return places.flatMap((place) => service.materials?.[place] ?? []);
}
