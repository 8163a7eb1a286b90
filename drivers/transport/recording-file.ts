import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '#domain/time/clock.ts';
import { type RecorderOptions, recordSession, type SessionRecorder } from './session-recording.ts';

/** A recording is for one trouble; one that was forgotten must not fill the disk. Some days of an idle reader. */
const MAX_BYTES = 32 * 1024 * 1024;

type RecordingFile = {
  readonly write: (line: string) => void;
  readonly close: () => Promise<void>;
};

/**
 * Writes a recording to a new file that only its owner can read. `onTrouble` hears once why no more is written: the
 * disk, or the recording has become too long.
 */
function openRecordingFile(path: string, onTrouble: (detail: string) => void): RecordingFile {
  const stream = createWriteStream(path, { flags: 'wx', mode: 0o600 });
  let left = MAX_BYTES;
  let troubled = false;
  const stop = (detail: string) => {
    if (!troubled) onTrouble(detail);
    troubled = true;
  };
  stream.on('error', (error) => stop(error.message));
  return {
    write: (line) => {
      if (troubled) return;
      left -= line.length + 1;
      if (left < 0) stop(`the recording has reached ${MAX_BYTES} bytes`);
      else stream.write(`${line}\n`);
    },
    close: () =>
      new Promise((resolve) => {
        if (stream.destroyed) resolve();
        else stream.end(resolve);
      }),
  };
}

export type RecordToFolder = Omit<RecorderOptions, 'write'> & {
  /** It must be there. */
  readonly folder: string;
  readonly deviceId: string;
  readonly clock: Clock;
  readonly onTrouble: (detail: string) => void;
};

/** Records a device into `<folder>/<deviceId>-<time>.jsonl`. Trouble with the file never disturbs the device. */
export function recordToFolder({
  folder,
  deviceId,
  onTrouble,
  ...options
}: RecordToFolder): SessionRecorder & { readonly close: () => Promise<void> } {
  const time = new Date(options.clock.now()).toISOString().replaceAll(/[:.]/g, '-');
  const file = openRecordingFile(join(folder, `${deviceId}-${time}.jsonl`), onTrouble);
  return { ...recordSession({ ...options, write: file.write }), close: file.close };
}
