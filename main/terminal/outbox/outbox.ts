import { ok, type Result } from 'neverthrow';
import { z } from 'zod';
import type { Command, CommandBody, CommandResult } from '#contract/platform/commands.ts';
import { commandBodySchema } from '#contract/platform/commands.ts';
import { keySchema } from '#contract/scalars.ts';
import { type RetryPolicy, retryDelay } from '#domain/sync/retry.ts';
import type { Clock } from '#domain/time/clock.ts';
import type { Log } from '../log/log.ts';
import { jsonText } from '../storage/json-text.ts';
import type { Storage, StorageError } from '../storage/storage.ts';

/** Accepted records are deleted so long after they were settled: long enough to answer a question about last week. */
const ACCEPTED_KEPT_MS = 14 * 24 * 60 * 60 * 1000;

/** A record the platform could not take is tried again after these delays; its aggregate alone waits. */
const RECORD_RETRY: RetryPolicy = { firstMs: 5_000, longestMs: 10 * 60_000 };

/** How often an aggregate is handed in again from its beginning before its record counts as refused. */
const REORDER_ATTEMPTS = 5;

type OutboxCounts = { readonly unsent: number; readonly refused: number };

type RefusedRecord = {
  readonly key: string;
  readonly aggregate: string;
  readonly sequence: number;
  /** JSON as saved; it may be what is wrong. */
  readonly body: string;
  readonly reason: string;
};

export type Outbox = {
  /** Writes a record; call it inside the transaction of the fact it tells. */
  readonly append: (aggregate: string, body: CommandBody) => void;
  /**
   * Writes the first record of an aggregate that has lost it (a damaged database), before all others. Whether the
   * platform has had the lost one cannot be known: see `settle`.
   */
  readonly restoreFirst: (aggregate: string, body: CommandBody) => void;
  /** Records that may be sent now, each aggregate in its order; a postponed one holds back its own aggregate only. */
  readonly batch: (limit: number) => Command[];
  /**
   * Takes the platform's answers in. A first record that is OUT_OF_ORDER counts as accepted: nothing can be missing
   * before it, so the platform has had the aggregate's first record under another key.
   */
  readonly settle: (results: readonly CommandResult[]) => Result<void, StorageError>;
  /** The platform failed over these records: they wait, and their aggregates with them. */
  readonly postpone: (keys: readonly string[], error: string) => Result<void, StorageError>;
  readonly counts: () => OutboxCounts;
  /** Kept until someone has looked into them. */
  readonly refused: () => RefusedRecord[];
  readonly cleanOut: () => Result<number, StorageError>;
  readonly onAppended: (listener: () => void) => () => void;
  /** Called for each record that the platform has taken. */
  readonly onAccepted: (listener: (body: CommandBody) => void) => () => void;
  /** Called when `counts` may have changed. */
  readonly onCounts: (listener: (counts: OutboxCounts) => void) => () => void;
};

export type OutboxDependencies = {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly log: Log;
  readonly newKey: () => string;
  /** A number in [0, 1). */
  readonly random: () => number;
};

type Row = { key: string; aggregate: string; sequence: number; body: string };

const bodySchema = jsonText(commandBodySchema);

/** A row that can be sent; anything else is damage. */
export const outboxRowSchema = z.object({
  key: keySchema,
  aggregate: z.string(),
  sequence: z.number().int().positive(),
  body: bodySchema,
  /** The next record's is counted from it. */
  position: z.number().int(),
});

/** What happened here and the platform must hear of, in SQLite until it has answered. */
export function createOutbox({ storage, clock, log, newKey, random }: OutboxDependencies): Outbox {
  const { database } = storage;
  const insert = database.prepare<[string, string, string, string, number]>(
    `INSERT INTO outbox (key, aggregate, sequence, body, state, recorded_at)
     SELECT ?, ?, 1 + coalesce((SELECT max(sequence) FROM outbox WHERE aggregate = ?), 0), ?, 'pending', ?`,
  );
  const insertFirst = database.prepare<[string, string, string, number]>(
    `INSERT INTO outbox (position, key, aggregate, sequence, body, state, recorded_at)
     SELECT coalesce((SELECT min(position) FROM outbox), 1) - 1, ?, ?, 1, ?, 'pending', ?`,
  );
  // A time to try that lies further ahead than any delay was written before the clock was put back.
  const due = database.prepare<{ now: number; longest: number; limit: number }, Row>(
    `SELECT key, aggregate, sequence, body FROM outbox AS record
     WHERE state = 'pending' AND NOT EXISTS (
       SELECT 1 FROM outbox AS earlier
       WHERE earlier.aggregate = record.aggregate AND earlier.sequence <= record.sequence
         AND earlier.state = 'pending'
         AND earlier.next_attempt_at > :now AND earlier.next_attempt_at <= :now + :longest)
     ORDER BY position LIMIT :limit`,
  );
  const byKey = database.prepare<[string], Row & { state: string; attempts: number }>(
    'SELECT key, aggregate, sequence, body, state, attempts FROM outbox WHERE key = ?',
  );
  const mark = database.prepare<[string, string | null, number, string]>(
    'UPDATE outbox SET state = ?, last_error = ?, settled_at = ?, attempts = attempts + 1 WHERE key = ?',
  );
  const delay = database.prepare<[string, number, string]>(
    'UPDATE outbox SET last_error = ?, next_attempt_at = ?, attempts = attempts + 1 WHERE key = ?',
  );
  const earlierRefused = database
    .prepare<[string, number], number>(
      "SELECT count(*) FROM outbox WHERE aggregate = ? AND sequence < ? AND state = 'refused'",
    )
    .pluck();
  const reopenEarlier = database.prepare<[string, number]>(
    "UPDATE outbox SET state = 'pending', settled_at = NULL WHERE aggregate = ? AND sequence < ? AND state = 'accepted'",
  );
  const unsentCount = database
    .prepare<[], number>("SELECT count(*) FROM outbox WHERE state = 'pending'")
    .pluck();
  const refusedCount = database
    .prepare<[], number>("SELECT count(*) FROM outbox WHERE state = 'refused'")
    .pluck();
  const refusedRows = database.prepare<[], Row & { last_error: string | null }>(
    "SELECT key, aggregate, sequence, body, last_error FROM outbox WHERE state = 'refused' ORDER BY position",
  );
  // A whole aggregate at once: its next sequence is counted from the records that are still there.
  const deleteOld = database.prepare<[number]>(
    `DELETE FROM outbox WHERE aggregate IN (
       SELECT aggregate FROM outbox GROUP BY aggregate
       HAVING min(state = 'accepted') = 1 AND max(settled_at) < ?)`,
  );

  const appended = new Set<() => void>();
  const accepted = new Set<(body: CommandBody) => void>();
  const counted = new Set<(counts: OutboxCounts) => void>();
  const counts = () => ({ unsent: unsentCount.get() ?? 0, refused: refusedCount.get() ?? 0 });
  const tellCounts = () => {
    const now = counts();
    for (const listener of counted) listener(now);
  };

  function postponeOne(row: Row & { attempts: number }, error: string) {
    const wait = retryDelay(RECORD_RETRY, row.attempts + 1, random());
    delay.run(error, clock.now() + wait, row.key);
  }

  function settleOne(result: CommandResult): CommandBody | undefined {
    const row = byKey.get(result.key);
    if (row?.state !== 'pending') return undefined;
    const hadBefore = result.outcome === 'refused' && result.reason === 'OUT_OF_ORDER' && row.sequence === 1;
    if (result.outcome !== 'refused' || hadBefore) {
      mark.run('accepted', null, clock.now(), row.key);
      return commandOf(row)?.body;
    }
    const mayHeal = row.attempts < REORDER_ATTEMPTS && earlierRefused.get(row.aggregate, row.sequence) === 0;
    if (result.reason === 'OUT_OF_ORDER' && mayHeal) {
      // The platform has lost what it once took (restored from a backup): hand it in again, with the same keys.
      reopenEarlier.run(row.aggregate, row.sequence);
      postponeOne(row, result.reason);
      return undefined;
    }
    mark.run('refused', result.reason, clock.now(), row.key);
    log.event('outbox.refused', { key: row.key, reason: result.reason });
    return undefined;
  }

  /** A body that this program did not write (a damaged database) must not hold up the rest. */
  function layAside(row: Row): Command[] {
    const laid = storage.commit<void, never>(() => {
      mark.run('refused', 'BODY_DAMAGED', clock.now(), row.key);
      return ok();
    });
    if (laid.isOk()) log.event('outbox.damaged', { key: row.key });
    return [];
  }

  return {
    append: (aggregate, body) => {
      insert.run(newKey(), aggregate, aggregate, JSON.stringify(body), clock.now());
      // After the transaction that is open now; if that is rolled back the listener finds nothing to do.
      queueMicrotask(() => {
        if (!database.open) return;
        for (const listener of appended) listener();
        tellCounts();
      });
    },
    restoreFirst: (aggregate, body) =>
      void insertFirst.run(newKey(), aggregate, JSON.stringify(body), clock.now()),
    batch: (limit) => {
      const rows = due.all({ now: clock.now(), longest: RECORD_RETRY.longestMs, limit });
      return rows.flatMap((row) => commandOf(row) ?? layAside(row));
    },
    settle: (results) => {
      const taken = storage.commit<CommandBody[], never>(() =>
        ok(results.map(settleOne).filter((body) => body !== undefined)),
      );
      return taken.map((bodies) => {
        for (const body of bodies) for (const listener of accepted) listener(body);
        tellCounts();
      });
    },
    postpone: (keys, error) =>
      storage.commit<void, never>(() => {
        for (const key of keys) {
          const row = byKey.get(key);
          if (row?.state === 'pending') postponeOne(row, error);
        }
        return ok();
      }),
    counts,
    refused: () =>
      refusedRows.all().map(({ key, aggregate, sequence, body, last_error }) => ({
        key,
        aggregate,
        sequence,
        body,
        reason: last_error ?? 'unknown',
      })),
    cleanOut: () =>
      storage.commit<number, never>(() => ok(deleteOld.run(clock.now() - ACCEPTED_KEPT_MS).changes)),
    onAppended: (listener) => subscribe(appended, listener),
    onAccepted: (listener) => subscribe(accepted, listener),
    onCounts: (listener) => subscribe(counted, listener),
  };
}

function commandOf({ key, aggregate, sequence, body }: Row): Command | undefined {
  const parsed = bodySchema.safeParse(body);
  return parsed.success ? { key, aggregate, sequence, body: parsed.data } : undefined;
}

function subscribe<Listener>(listeners: Set<Listener>, listener: Listener): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
