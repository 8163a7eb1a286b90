import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type DestinationStream, destination, multistream, pino, type StreamEntry } from 'pino';
import type { Clock, Instant } from '#domain/time/clock.ts';
import { addDays, businessDateAt } from '#domain/time/hall-time.ts';
import { type EventFields, type EventName, events, type FieldKind } from './events.ts';

export type Log = {
  readonly event: <Name extends EventName>(name: Name, fields: EventFields<Name>) => void;
};

/** Log files older than this many days are deleted when the day changes. */
const DAYS_KEPT = 30;

/** What a full disk does not take waits for room up to this much; what comes then is dropped. */
const MOST_UNWRITTEN_BYTES = 256 * 1024;

const FILE_SHAPE = /^terminal-(\d{4}-\d{2}-\d{2})\.jsonl$/;
const WORD_SHAPE = /^[\x21-\x7e]{0,120}$/;
const IDENTITY_NUMBER = /(?<!\d)\d{17}[\dXx](?!\d)/;
const NOT_LOGGABLE = '[not loggable]';

export type LogOptions = {
  readonly clock: Clock;
  readonly stderr?: boolean;
};

export type FileLog = Log & {
  /** From now on events are also kept in daily files in this folder. */
  readonly keepIn: (folder: string) => void;
  readonly close: () => void;
};

/**
 * Writes each event as one JSON line to stderr and, once a folder is known, to the day's file in it. A full disk
 * never stops the service.
 */
export function createLog({ clock, stderr = true }: LogOptions): FileLog {
  let file: DailyFile | undefined;
  const streams: StreamEntry[] = [{ level: 'debug', stream: { write: (line) => file?.write(line) } }];
  if (stderr) {
    // Whoever read it is gone (the supervisor was killed): no reason to end before everything is settled.
    process.stderr.on('error', () => undefined);
    streams.push({ level: 'debug', stream: process.stderr });
  }
  const logger = pino(
    {
      level: 'debug',
      base: null,
      messageKey: 'event',
      timestamp: () => `,"time":"${new Date(clock.now()).toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
    },
    multistream(streams),
  );
  return {
    event: (name, fields) => logger[events[name].level](guarded(name, fields), name),
    keepIn: (folder) => {
      file?.close();
      file = dailyFile(folder, clock);
    },
    close: () => file?.close(),
  };
}

/** Collects events in memory; for tests and for tools that read what happened. */
export function createMemoryLog(): Log & { readonly entries: readonly LogEntry[] } {
  const entries: LogEntry[] = [];
  return { entries, event: (name, fields) => void entries.push({ name, fields: guarded(name, fields) }) };
}

export type LogEntry = { readonly name: EventName; readonly fields: Readonly<Record<string, unknown>> };

/** The types keep personal data out already; this catches what a wrong cast or a foreign string would let in. */
function guarded<Name extends EventName>(name: Name, fields: EventFields<Name>): Record<string, unknown> {
  const kinds: Readonly<Record<string, FieldKind>> = events[name].fields;
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([field]) => field in kinds)
      .map(([field, value]) => [field, loggable(kinds[field], value)]),
  );
}

function loggable(kind: FieldKind | undefined, value: unknown): unknown {
  if (kind === 'count') return typeof value === 'number' ? value : NOT_LOGGABLE;
  if (kind === 'flag') return typeof value === 'boolean' ? value : NOT_LOGGABLE;
  if (typeof value !== 'string' || IDENTITY_NUMBER.test(value)) return NOT_LOGGABLE;
  if (kind === 'word' && !WORD_SHAPE.test(value)) return NOT_LOGGABLE;
  return value;
}

type DailyFile = DestinationStream & { readonly close: () => void };

function dailyFile(folder: string, clock: Clock): DailyFile {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  let day = '';
  let current: ReturnType<typeof destination> | undefined;
  const fileOfToday = (now: Instant) => {
    const today = businessDateAt(now);
    if (current && today === day) return current;
    current?.end();
    day = today;
    current = destination({
      dest: join(folder, `terminal-${today}.jsonl`),
      sync: true,
      mode: 0o600,
      maxLength: MOST_UNWRITTEN_BYTES,
    });
    // A log that cannot be written must not stop a citizen; the same disk trouble is told by the storage.
    current.on('error', () => undefined);
    deleteOld(folder, addDays(today, -DAYS_KEPT));
    return current;
  };
  return {
    write: (line) => {
      try {
        fileOfToday(clock.now()).write(line);
      } catch (thrown) {
        // The file cannot be opened (full disk, no rights): tried again with the next line.
        if (!(thrown instanceof Error && 'code' in thrown)) throw thrown;
        current = undefined;
      }
    },
    close: () => {
      current?.end();
      current = undefined;
    },
  };
}

function deleteOld(folder: string, before: string): void {
  for (const name of readdirSync(folder)) {
    const day = FILE_SHAPE.exec(name)?.[1];
    if (day !== undefined && day < before) rmSync(join(folder, name), { force: true });
  }
}
