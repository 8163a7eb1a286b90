import { err, ok, type Result } from 'neverthrow';
import { isTold, STOP_ORDER } from '../recording/notes.ts';
import type { TimerClock } from '../supervision/timer-clock.ts';
import type { ByteTransport, TransportError, TransportOpener } from '../transport/byte-transport.ts';
import {
  type RecordedEvent,
  type RecordingHeader,
  type Redaction,
  recordedEventSchema,
  recordingHeaderSchema,
} from '../transport/session-recording.ts';

/** What a driver has not done so long after its turn, it will not do. */
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
  /** Timers of the driver, which on a real machine come late and never early. */
  readonly clock: TimerClock;
  /** What the driver tells now. */
  readonly heard: (text: string) => void;
  /** Resolves when the recording is at its end, with what the driver did otherwise than then, if anything. */
  readonly ended: Promise<string | undefined>;
};

export type ReplayOptions = {
  readonly recording: Recording;
  readonly clock: TimerClock;
  /** As the recording was made with: what the driver writes now is compared after it. */
  readonly redaction: Redaction;
  /** Gives the driver an order as it was given then. */
  readonly obey: (order: string) => void;
};

/** Later than due by this, timers of a process that has nothing else to do. */
const TIMER_LATENESS_MS = 1;

/** One opening of the line, as the driver holds it. */
type Line = {
  hear: ((bytes: Uint8Array) => void) | undefined;
  lose: (error: TransportError) => void;
  lost: TransportError | undefined;
  closed: boolean;
  /** What came before the driver listened. */
  unheard: Uint8Array[];
};

type Act =
  | { readonly kind: 'out'; readonly bytes: Buffer }
  | { readonly kind: 'speed'; readonly baudRate: number };
type Take = (result: Result<void, TransportError>) => void;

/**
 * Plays the device's side of a recorded session: what came from the device comes again, and orders are given again, as
 * long after what went before as then; what the driver did and told is waited for.
 */
export function replaySession({ recording, clock, redaction, obey }: ReplayOptions): Replay {
  const { events, header } = recording;
  let at = 0;
  let line: Line | undefined;
  /** How the opening that the recording has come to ended then. */
  let outcome: Extract<RecordedEvent, { kind: 'opened' | 'failed' }> | undefined;
  /** The driver waits for its line. */
  let asking: ((result: Result<ByteTransport, TransportError>) => void) | undefined;
  /** What the driver did and the recording has not come to yet. */
  const acts: Act[] = [];
  /** What the driver did and waits to be taken. */
  const untaken: Take[] = [];
  /** What the driver told and the recording has not come to yet. */
  const told: string[] = [];
  let timer: unknown;
  const { promise: ended, resolve: settle } = Promise.withResolvers<string | undefined>();
  const finish = (mismatch?: string) => {
    clock.clearTimeout(timer);
    settle(mismatch === undefined ? undefined : `event ${at}: ${mismatch}`);
    at = Number.POSITIVE_INFINITY;
  };

  const goOn = () => {
    at += 1;
    begin();
  };

  /** Waits for the present event: for its time where others make it, for the driver where that does. */
  const begin = () => {
    clock.clearTimeout(timer);
    const event = events[at];
    if (event === undefined) {
      // One that was cut off does not know what came then.
      if (at === events.length)
        finish(told[0] !== undefined && isWhole(events) ? `the driver told "${told[0]}" besides` : undefined);
      return;
    }
    const sinceBefore = Math.max(0, event.at - (events[at - 1]?.at ?? event.at));
    if (isDrivers(event)) {
      const what = event.kind === 'note' ? event.text : event.kind;
      timer = clock.setTimeout(
        () => finish(`the driver did not bring about "${what}"`),
        PATIENCE_MS + sinceBefore,
      );
      heedDriver();
    } else if (event.kind === 'note' && event.within === true) happen(event);
    else timer = clock.setTimeout(() => happen(event), sinceBefore);
  };

  const isDrivers = (event: RecordedEvent) =>
    event.kind === 'out' ||
    event.kind === 'speed' ||
    event.kind === 'closed' ||
    (event.kind === 'note' && isTold(event.text));

  const happen = (event: RecordedEvent) => {
    if (event.kind === 'opened' || event.kind === 'failed') {
      outcome = event;
      timer = clock.setTimeout(() => finish('the driver did not open the line'), PATIENCE_MS);
      answerOpening();
      return;
    }
    // First: what is done now may bring the next about.
    at += 1;
    if (event.kind === 'note') obey(event.text);
    if (event.kind === 'in') hear(Buffer.from(event.hex, 'hex'));
    if (event.kind === 'lost') lose(replayed('PORT_LOST', event.code));
    if (event.kind === 'taken') take(event.code);
    begin();
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

  const take = (code: string | undefined) => {
    const failure = code === 'PORT_TIMEOUT' ? code : 'PORT_LOST';
    untaken.shift()?.(code === undefined ? ok() : err(replayed(failure, code)));
  };

  /** Whether the driver has done what the recording waits for. */
  const heedDriver = () => {
    const event = events[at];
    if (event === undefined || !isDrivers(event)) return;
    if (event.kind === 'closed') {
      if (line !== undefined && !line.closed) return;
      line = undefined;
      goOn();
      return;
    }
    const mismatch = event.kind === 'note' ? compareTold(event.text) : compareAct(event);
    if (mismatch === 'nothing yet') return;
    if (mismatch === undefined) goOn();
    else finish(mismatch);
  };

  const compareTold = (then: string): string | undefined => {
    const now = told.shift();
    if (now === undefined) return 'nothing yet';
    return now === then ? undefined : `the driver told "${now}", then "${then}"`;
  };

  const compareAct = (then: RecordedEvent): string | undefined => {
    const act = acts.shift();
    if (act === undefined) return 'nothing yet';
    if (act.kind === 'out' && then.kind === 'out') {
      const same = gist(act.bytes).equals(gist(Buffer.from(then.hex, 'hex')));
      return same ? undefined : `the driver wrote ${act.bytes.toString('hex')}, then ${then.hex}`;
    }
    const same = act.kind === 'speed' && then.kind === 'speed' && act.baudRate === then.baudRate;
    return same ? undefined : `the driver brought about "${act.kind}", then "${then.kind}"`;
  };

  const answerOpening = () => {
    if (asking === undefined || outcome === undefined) return;
    const [answer, recorded] = [asking, outcome];
    asking = undefined;
    outcome = undefined;
    if (recorded.kind === 'opened') answer(ok(createTransport()));
    else answer(err(replayed('PORT_MISSING', recorded.code)));
    goOn();
  };

  const createTransport = (): ByteTransport => {
    const opened: Line = {
      hear: undefined,
      lose: () => {},
      lost: undefined,
      closed: false,
      unheard: [],
    };
    line = opened;
    const act = (done: Act): Promise<Result<void, TransportError>> => {
      acts.push(done);
      return new Promise((resolve) => {
        untaken.push(resolve);
        heedDriver();
      });
    };
    return {
      write: (bytes) => act({ kind: 'out', bytes: Buffer.from(redaction.outgoing(bytes)) }),
      ...(header.baudRate !== undefined && {
        changeSpeed: (baudRate: number) => act({ kind: 'speed', baudRate }),
      }),
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
    clock: {
      now: () => clock.now(),
      setTimeout: (work, ms) => clock.setTimeout(work, ms + TIMER_LATENESS_MS),
      clearTimeout: (each) => clock.clearTimeout(each),
    },
    heard: (text) => {
      told.push(text);
      heedDriver();
    },
    ended,
  };
}

function replayed(code: TransportError['code'], then: string): TransportError {
  return { code, detail: `replayed ${then}` };
}

/** It was ended by the driver's end, and not by a limit or with its program. */
function isWhole(events: readonly RecordedEvent[]): boolean {
  return events.some((event) => event.kind === 'note' && event.text === STOP_ORDER);
}
