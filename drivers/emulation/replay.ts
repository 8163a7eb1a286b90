import { err, ok, type Result } from 'neverthrow';
import type { TimerClock } from '../supervision/timer-clock.ts';
import type { ByteTransport, TransportError, TransportOpener } from '../transport/byte-transport.ts';
import {
  type RecordedEvent,
  type RecordingHeader,
  type Redaction,
  recordedEventSchema,
  recordingHeaderSchema,
} from '../transport/session-recording.ts';

/** What a driver has not written so long after its turn, it will not write. */
const PATIENCE_MS = 60_000;

export type Recording = {
  readonly header: RecordingHeader;
  readonly events: readonly RecordedEvent[];
};

/** Reads the text of a recorded session. Throws where it is none. */
export function readRecording(text: string): Recording {
  const [first = '', ...lines] = text.trimEnd().split('\n');
  return {
    header: recordingHeaderSchema.parse(JSON.parse(first)),
    events: lines.map((line) => recordedEventSchema.parse(JSON.parse(line))),
  };
}

export type Replay = {
  /** The recorded line, for the driver. */
  readonly opener: TransportOpener;
  /** Resolves when the recording is at its end, with what the driver did otherwise than then, if anything. */
  readonly ended: Promise<string | undefined>;
};

export type ReplayOptions = {
  readonly recording: Recording;
  readonly clock: TimerClock;
  /** As the recording was made with: what the driver writes now is compared after it. */
  readonly redaction: Redaction;
  /** Hears each note at its time: to do what was done then. */
  readonly onNote: (text: string) => void;
};

/** One opening of the line, as the driver holds it. */
type Line = {
  hear: ((bytes: Uint8Array) => void) | undefined;
  lose: (error: TransportError) => void;
  lost: TransportError | undefined;
  closed: boolean;
  /** What came before the driver listened. */
  unheard: Uint8Array[];
  /** What the driver wrote and the recording has not come to yet. */
  written: Buffer[];
};

/**
 * Plays the device's side of a recorded session: what came from the device comes again, as long after what went
 * before as it did then, and what went to it is waited for.
 */
export function replaySession({ recording, clock, redaction, onNote }: ReplayOptions): Replay {
  const { events, header } = recording;
  let at = 0;
  let line: Line | undefined;
  /** How the opening that the recording has come to ended then. */
  let outcome: Extract<RecordedEvent, { kind: 'opened' | 'failed' }> | undefined;
  /** The driver waits for its line. */
  let asking: ((result: Result<ByteTransport, TransportError>) => void) | undefined;
  let timer: unknown;
  let settle: (mismatch: string | undefined) => void = () => {};
  const ended = new Promise<string | undefined>((resolve) => {
    settle = resolve;
  });
  const finish = (mismatch?: string) => {
    clock.clearTimeout(timer);
    settle(mismatch === undefined ? undefined : `event ${at}: ${mismatch}`);
    at = Number.POSITIVE_INFINITY;
  };

  const goOn = () => {
    at += 1;
    begin();
  };

  /** Waits for the present event: for its time where the device makes it, for the driver where that does. */
  const begin = () => {
    clock.clearTimeout(timer);
    const event = events[at];
    if (event === undefined) {
      if (at === events.length) finish();
      return;
    }
    if (event.kind === 'out' || event.kind === 'closed') {
      timer = clock.setTimeout(() => finish(`the driver did not bring about "${event.kind}"`), PATIENCE_MS);
      heedDriver();
      return;
    }
    const before = events[at - 1]?.at ?? event.at;
    timer = clock.setTimeout(() => happen(event), Math.max(0, event.at - before));
  };

  const happen = (event: RecordedEvent) => {
    if (event.kind === 'opened' || event.kind === 'failed') {
      outcome = event;
      timer = clock.setTimeout(() => finish('the driver did not open the line'), PATIENCE_MS);
      answerOpening();
      return;
    }
    if (event.kind === 'note') onNote(event.text);
    if (event.kind === 'in') hear(Buffer.from(event.hex, 'hex'));
    if (event.kind === 'lost') lose({ code: 'PORT_LOST', detail: `replayed ${event.code}` });
    goOn();
  };

  const gist = (redacted: Uint8Array) => Buffer.from(redaction.gist?.(redacted) ?? redacted);

  const hear = (bytes: Uint8Array) => {
    if (line?.hear === undefined) line?.unheard.push(bytes);
    else line.hear(bytes);
  };

  const lose = (error: TransportError) => {
    const lost = line;
    line = undefined;
    if (lost === undefined) return;
    lost.lost = error;
    lost.lose(error);
  };

  /** Whether the driver has done what the recording waits for. */
  const heedDriver = () => {
    const event = events[at];
    if (event?.kind === 'closed' && (line === undefined || line.closed)) {
      line = undefined;
      goOn();
      return;
    }
    if (event?.kind !== 'out' || line === undefined) return;
    const written = line.written.shift();
    if (written === undefined) return;
    if (!gist(written).equals(gist(Buffer.from(event.hex, 'hex')))) {
      finish(`the driver wrote ${written.toString('hex')}, then ${event.hex}`);
      return;
    }
    goOn();
  };

  const answerOpening = () => {
    if (asking === undefined || outcome === undefined) return;
    const [answer, recorded] = [asking, outcome];
    asking = undefined;
    outcome = undefined;
    if (recorded.kind === 'opened') answer(ok(createTransport()));
    else answer(err({ code: 'PORT_MISSING', detail: `replayed ${recorded.code}` }));
    goOn();
  };

  const createTransport = (): ByteTransport => {
    const opened: Line = {
      hear: undefined,
      lose: () => {},
      lost: undefined,
      closed: false,
      unheard: [],
      written: [],
    };
    line = opened;
    return {
      write: async (bytes) => {
        if (opened.lost !== undefined) return err(opened.lost);
        opened.written.push(Buffer.from(redaction.outgoing(bytes)));
        heedDriver();
        return ok();
      },
      onBytes: (listener) => {
        opened.hear = listener;
        for (const bytes of opened.unheard.splice(0)) listener(bytes);
      },
      onLost: (listener) => {
        opened.lose = listener;
        if (opened.lost !== undefined) listener(opened.lost);
      },
      close: async () => {
        opened.closed = true;
        heedDriver();
      },
    };
  };

  begin();
  return {
    opener: {
      description: `a recorded ${header.class}`,
      baudRate: header.baudRate,
      open: () =>
        new Promise((resolve) => {
          asking = resolve;
          answerOpening();
        }),
    },
    ended,
  };
}
