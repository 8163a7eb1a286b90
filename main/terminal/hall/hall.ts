import { err, ok, type Result } from 'neverthrow';
import { type Counter, type Hall, hallSchema, type Queue, type Service } from '#contract/hall.ts';
import { hallProblems } from '#contract/hall-problems.ts';
import type { Clock } from '#domain/time/clock.ts';
import type { Log } from '../log/log.ts';
import type { Storage, StorageError } from '../storage/storage.ts';

/** A leaf of the service tree with the queue its tickets belong to and the counters that call it. */
export type QueuedService = {
  readonly service: Service;
  readonly queue: Queue;
  readonly counters: readonly Counter[];
};

export type HallCopy = {
  /** The last good hall document; undefined until one has come. */
  readonly current: () => Hall | undefined;
  readonly version: () => number;
  readonly service: (serviceId: string) => Result<QueuedService, 'HALL_UNKNOWN' | 'SERVICE_UNKNOWN'>;
  /** Puts a newer document in the place of the last; a bad one is refused and the last stays. */
  readonly replace: (document: unknown) => Result<void, 'HALL_REJECTED' | StorageError>;
  readonly onChanged: (listener: (hall: Hall) => void) => () => void;
};

export type HallDependencies = { readonly storage: Storage; readonly clock: Clock; readonly log: Log };

/** The hall document as stored; served from memory. */
export function createHall({ storage, clock, log }: HallDependencies): HallCopy {
  const { database } = storage;
  const stored = database.prepare<[], string>('SELECT body FROM hall WHERE only = 1').pluck();
  const write = database.prepare<[string, number, string, number]>(
    `INSERT INTO hall (only, hall_id, version, body, stored_at) VALUES (1, ?, ?, ?, ?)
     ON CONFLICT (only) DO UPDATE SET
       hall_id = excluded.hall_id, version = excluded.version, body = excluded.body, stored_at = excluded.stored_at`,
  );
  const listeners = new Set<(hall: Hall) => void>();
  let hall = readStored(stored.get());

  function checked(document: unknown): Hall | undefined {
    const parsed = hallSchema.safeParse(document);
    const problem = parsed.success ? hallProblems(parsed.data)[0]?.code : 'SHAPE_WRONG';
    if (parsed.success && problem === undefined) return parsed.data;
    log.event('hall.rejected', { problem: problem ?? 'SHAPE_WRONG' });
    return undefined;
  }

  function readStored(body: string | undefined): Hall | undefined {
    return body === undefined ? undefined : checked(JSON.parse(body));
  }

  return {
    current: () => hall,
    version: () => hall?.version ?? 0,
    service: (serviceId) => {
      if (!hall) return err('HALL_UNKNOWN');
      const service = hall.services.find((candidate) => candidate.serviceId === serviceId);
      const queue = hall.queues.find(({ queueId }) => queueId === service?.queueId);
      if (!service || !queue) return err('SERVICE_UNKNOWN');
      return ok({
        service,
        queue,
        counters: hall.counters.filter(({ queueIds }) => queueIds.includes(queue.queueId)),
      });
    },
    replace: (document) => {
      const next = checked(document);
      if (!next) return err('HALL_REJECTED');
      const written = storage.commit<void, never>(() => {
        write.run(next.hallId, next.version, JSON.stringify(next), clock.now());
        return ok();
      });
      if (written.isErr()) return err(written.error);
      hall = next;
      log.event('hall.stored', { hall: next.hallId, version: next.version });
      for (const listener of listeners) listener(next);
      return ok();
    },
    onChanged: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
