import { createWriteStream, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '#domain/time/clock.ts';
import { type RecorderOptions, recordSession, type SessionRecorder } from './session-recording.ts';

/** Some days of an idle reader; a recording is for one trouble. */
const MAX_BYTES = 32 * 1024 * 1024;
/** Over night, and until somebody is back: one that was forgotten must end. */
const MAX_MS = 24 * 60 * 60_000;
/** Of all devices of a terminal; the oldest go, so that a service that starts again and again does not fill the disk. */
const FILES_KEPT = 8;
const ENDING = '.jsonl';

/** Why a recording has ended before it was told to. */
export type RecordingEnd = 'time' | 'size' | 'disk';

export type RecordToFolder = Omit<RecorderOptions, 'write'> & {
  /** Is made where it is not there. */
  readonly folder: string;
  readonly deviceId: string;
  /** Right when the recording begins, and steady from then on. */
  readonly clock: Clock;
  /** Milliseconds until it ends by itself; a day if left out. */
  readonly lastsMs?: number;
  /** Hears once why no more is written. */
  readonly onEnd: (why: RecordingEnd, detail: string) => void;
};

export type FileRecorder = SessionRecorder & {
  readonly file: string;
  /** Milliseconds since 1970: nothing is written after it. */
  readonly until: number;
  readonly close: () => Promise<void>;
};

/**
 * Records a device into `<folder>/<deviceId>-<time>.jsonl`, which only its owner can read. Trouble with the file never
 * disturbs the device.
 */
export function recordToFolder(options: RecordToFolder): FileRecorder {
  const { folder, deviceId, onEnd, clock, lastsMs = MAX_MS, ...session } = options;
  const begun = clock.now();
  const until = begun + lastsMs;
  const file = join(folder, `${deviceId}-${new Date(begun).toISOString().replaceAll(/[:.]/g, '-')}${ENDING}`);
  let left = MAX_BYTES;
  let ended = false;
  const end = (why: RecordingEnd, detail: string) => {
    if (!ended) onEnd(why, detail);
    ended = true;
    return false;
  };
  const trouble = makeRoom(folder);
  if (trouble !== undefined) end('disk', trouble);
  const stream = ended ? undefined : createWriteStream(file, { flags: 'wx', mode: 0o600 });
  stream?.on('error', (error) => end('disk', error.message));

  const write = (line: string): boolean => {
    if (ended || stream === undefined) return false;
    if (clock.now() > until) return end('time', `it has lasted ${MAX_MS / 3_600_000} hours`);
    left -= line.length + 1;
    if (left < 0) return end('size', `it has reached ${MAX_BYTES} bytes`);
    stream.write(`${line}\n`);
    return true;
  };
  return {
    ...recordSession({ ...session, clock, write }),
    file,
    until,
    close: () =>
      new Promise((resolve) => {
        if (stream === undefined || stream.destroyed) resolve();
        else stream.end(resolve);
      }),
  };
}

/** Makes the folder and takes the oldest recordings out of it; what hinders that, if anything. */
function makeRoom(folder: string): string | undefined {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const time = (name: string) => /\d{4}-\d\d-\d\dT[\d-]+Z/.exec(name)?.[0] ?? '';
    const files = readdirSync(folder).filter((name) => name.endsWith(ENDING));
    const oldestFirst = files.toSorted((one, other) => (time(one) < time(other) ? -1 : 1));
    for (const name of oldestFirst.slice(0, Math.max(0, files.length + 1 - FILES_KEPT))) {
      rmSync(join(folder, name), { force: true });
    }
    return undefined;
  } catch (thrown) {
    // No right to write there, or no room.
    if (thrown instanceof Error && 'code' in thrown) return thrown.message;
    throw thrown;
  }
}
