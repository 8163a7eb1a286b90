import type { Result } from 'neverthrow';
import { z } from 'zod';
import type { Clock } from '#domain/time/clock.ts';
import type { ByteTransport, TransportError, TransportOpener } from './byte-transport.ts';

const at = z.number().nonnegative();
const bytes = { at, hex: z.string().regex(/^([0-9a-f]{2})*$/) };

/** One line of a recorded session after the first; `at` is milliseconds since the recording began. */
export const recordedEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('opened'), at }),
  /** An opening that failed; only the first of a row is kept. */
  z.object({ kind: z.literal('failed'), at, code: z.string() }),
  /** From the device, and to it. */
  z.object({ kind: z.literal('in'), ...bytes }),
  z.object({ kind: z.literal('out'), ...bytes }),
  /** The line is set to another speed. */
  z.object({ kind: z.literal('speed'), at, baudRate: z.number() }),
  /** What was written, or the speed that was set, first of those that still wait: done, or why not. */
  z.object({ kind: z.literal('taken'), at, code: z.string().optional() }),
  z.object({ kind: z.literal('lost'), at, code: z.string() }),
  z.object({ kind: z.literal('closed'), at }),
  /** What the driver made of it, or was told to do: see drivers/recording/notes.ts. */
  z.object({
    kind: z.literal('note'),
    at,
    text: z.string(),
    /** Ordered by whoever heard the note before, before the driver went on. */
    within: z.literal(true).optional(),
  }),
]);
export type RecordedEvent = z.infer<typeof recordedEventSchema>;

/** The first line of a recording. */
export const recordingHeaderSchema = z.object({
  format: z.literal('mengsuban-device-session'),
  version: z.literal(2),
  class: z.string(),
  model: z.string(),
  /** What its driver was made with besides a line and a clock, as drivers/recording has it for the class. */
  made: z.unknown(),
  begunAt: z.iso.datetime(),
  baudRate: z.number().optional(),
});
export type RecordingHeader = z.infer<typeof recordingHeaderSchema>;

/** Bytes in, as many bytes out, in order, but later where a frame is not complete yet. */
export type StreamRedactor = {
  /** `at`: milliseconds since 1970. */
  readonly push: (bytes: Uint8Array, at: number) => Uint8Array;
  /** The device is asked something new, or the line has ended: nothing is held back that waits for no more. */
  readonly flush: (why: 'asked' | 'ended') => Uint8Array;
};

/**
 * What a class of device takes out of its recordings: every personal datum, and nothing that changes how a driver
 * walks through the session. Lengths stay, checksums come right.
 */
export type Redaction = {
  /** Anew for each opening of the line. */
  readonly incoming: () => StreamRedactor;
  readonly outgoing: (bytes: Uint8Array) => Uint8Array;
  /**
   * What a replay compares of a redacted write with the driver's own of today; all of it if left out. So that a
   * recording outlives changes that do not matter to the conversation.
   */
  readonly gist?: (redacted: Uint8Array) => Uint8Array;
};

/** For devices that never say or hear anything personal. */
export const NOTHING_PERSONAL: Redaction = {
  incoming: () => ({ push: (bytes) => bytes, flush: () => new Uint8Array(0) }),
  outgoing: (bytes) => bytes,
};

export type SessionRecorder = {
  /** Opens the same line, and records it. */
  readonly opener: TransportOpener;
  readonly note: (note: SessionNote) => void;
};

export type SessionNote = { readonly text: string; readonly within?: true };

export type RecorderOptions = {
  readonly opener: TransportOpener;
  readonly header: Pick<RecordingHeader, 'class' | 'model' | 'made'>;
  readonly redaction: Redaction;
  readonly clock: Clock;
  /** Takes one line of the recording, without its line end; false: none is taken any more. It has nothing personal in it. */
  readonly write: (line: string) => boolean;
};

type Entry = { readonly event: RecordedEvent; readonly missing: number; readonly filled: string };

/** Records everything that passes over a line, already redacted: what is personal is never handed on. */
export function recordSession(options: RecorderOptions): SessionRecorder {
  const { opener, header, redaction, clock, write } = options;
  const begun = clock.now();
  const now = () => clock.now() - begun;
  /** In order; those behind one whose bytes are not all redacted yet wait. */
  let waiting: readonly Entry[] = [];
  let failed = false;
  /** Nobody takes it any more. */
  let over = false;
  const writeLine = (line: object) => {
    over ||= !write(JSON.stringify(line));
  };
  writeLine({
    format: 'mengsuban-device-session',
    version: 2,
    ...header,
    begunAt: new Date(begun).toISOString(),
    ...(opener.baudRate !== undefined && { baudRate: opener.baudRate }),
  } satisfies RecordingHeader);

  const writeReady = () => {
    for (;;) {
      const [first, ...rest] = waiting;
      if (first === undefined || first.missing > 0) return;
      waiting = rest;
      const { event, filled } = first;
      writeLine('hex' in event ? { ...event, hex: filled } : event);
    }
  };
  const add = (event: RecordedEvent, missing = 0) => {
    if (over) {
      waiting = [];
      return;
    }
    waiting = [...waiting, { event, missing, filled: 'hex' in event ? event.hex : '' }];
    writeReady();
  };
  /** Redacted bytes belong to the chunks that wait for them, first come first served. */
  const fill = (redacted: Uint8Array) => {
    let left = redacted;
    waiting = waiting.map((entry) => {
      const taken = left.subarray(0, entry.missing);
      left = left.subarray(taken.length);
      return { ...entry, missing: entry.missing - taken.length, filled: entry.filled + hexOf(taken) };
    });
    writeReady();
  };

  const record = (transport: ByteTransport): ByteTransport => {
    const incoming = redaction.incoming();
    const end = (event: RecordedEvent) => {
      fill(incoming.flush('ended'));
      add(event);
    };
    const settled = async (work: Promise<Result<void, TransportError>>) => {
      const done = await work;
      add({ kind: 'taken', at: now(), ...(done.isErr() && { code: done.error.code }) });
      return done;
    };
    const { changeSpeed } = transport;
    let ended = false;
    return {
      ...transport,
      write: (sent) => {
        if (over) return transport.write(sent);
        fill(incoming.flush('asked'));
        add({ kind: 'out', at: now(), hex: hexOf(redaction.outgoing(sent)) });
        return settled(transport.write(sent));
      },
      ...(changeSpeed && {
        changeSpeed: (baudRate) => {
          add({ kind: 'speed', at: now(), baudRate });
          return settled(changeSpeed(baudRate));
        },
      }),
      onBytes: (listener) =>
        transport.onBytes((received) => {
          if (!over) {
            add({ kind: 'in', at: now(), hex: '' }, received.length);
            fill(incoming.push(received, clock.now()));
          }
          listener(received);
        }),
      onLost: (listener) =>
        transport.onLost((error) => {
          if (!ended) end({ kind: 'lost', at: now(), code: error.code });
          ended = true;
          listener(error);
        }),
      close: () => {
        if (!ended) end({ kind: 'closed', at: now() });
        ended = true;
        return transport.close();
      },
    };
  };

  return {
    opener: {
      ...opener,
      open: async () => {
        const opened = await opener.open();
        if (opened.isErr() && !failed) add({ kind: 'failed', at: now(), code: opened.error.code });
        failed = opened.isErr();
        return opened.map((transport) => {
          add({ kind: 'opened', at: now() });
          return record(transport);
        });
      },
    },
    note: (note) => add({ kind: 'note', at: now(), ...note }),
  };
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
