import { err, ok, type Result } from 'neverthrow';
import type { TimerClock } from '../supervision/timer-clock.ts';
import type { ByteTransport } from '../transport/byte-transport.ts';
import type { PatternValues } from './byte-pattern.ts';
import type { PadCodec, PadMessage, PadSending } from './pad-codec.ts';
import type { PadProfile } from './profile-shape.ts';

/**
 * Bytes came and stopped: a frame that has begun will not be completed. Many times the pause that a USB bridge
 * puts inside a frame.
 */
const QUIET_MS = 100;
/** Start bit, eight data bits, parity, stop bit. */
const BITS_PER_BYTE = 11;

/** garbled: bytes came that hold no message. lost: the line could not be written, or ended. */
export type ExchangeError = 'silent' | 'garbled' | 'refused' | 'lost';

export type PadLine = {
  /** Sends without waiting for an answer; nothing when the profile has no such sending. */
  readonly tell: (sending: PadSending, values?: PatternValues) => Promise<Result<void, 'lost'>>;
  /** Sends and waits for the answer. One at a time. */
  readonly exchange: (
    sending: PadSending,
    values: PatternValues,
    isAnswer: (message: PadMessage) => boolean,
    signal: AbortSignal,
  ) => Promise<Result<PadMessage, ExchangeError>>;
  /** Sends bytes of another protocol and gives what comes back within the time. */
  readonly provoke: (bytes: Uint8Array, signal: AbortSignal, waitMs: number) => Promise<Uint8Array>;
};

export type PadLineOptions = {
  readonly transport: ByteTransport;
  readonly profile: PadProfile;
  readonly codec: PadCodec;
  readonly clock: TimerClock;
  /** Every message, before an exchange that it answers is told. */
  readonly onMessage: (message: PadMessage) => void;
  /** So many bytes held no message that the profile knows. */
  readonly onGarbled: (bytes: number) => void;
};

/** Messages over one opening of the line. */
export function createPadLine(options: PadLineOptions): PadLine {
  const { transport, profile, codec, clock, onMessage, onGarbled } = options;
  const decoder = codec.createDecoder();
  const reports = profile.transport.kind === 'hid' ? profile.transport : undefined;
  let quiet: unknown;
  /** Bytes since the last message that was understood. */
  let ununderstood = 0;
  let heedMessage: ((message: PadMessage) => void) | undefined;
  let heedBytes: ((bytes: Uint8Array) => void) | undefined;

  const take = (messages: readonly Uint8Array[]) => {
    for (const bytes of messages) {
      const message = codec.interpret(bytes);
      if (isUnderstood(message)) ununderstood = 0;
      onMessage(message);
      heedMessage?.(message);
    }
  };

  const settle = () => {
    take(decoder.flush());
    if (ununderstood > 0) onGarbled(ununderstood);
    ununderstood = 0;
  };

  transport.onBytes((received) => {
    const bytes = reports === undefined ? received : unwrapReport(received, reports.inputReportId);
    if (bytes === undefined) return;
    ununderstood += bytes.length;
    heedBytes?.(bytes);
    take(decoder.push(bytes));
    clock.clearTimeout(quiet);
    // A report ends what it begins.
    if (reports !== undefined) settle();
    else quiet = clock.setTimeout(settle, QUIET_MS);
  });
  const write = (frame: Uint8Array) =>
    transport.write(
      reports === undefined ? frame : wrapReport(frame, reports.outputReportId, reports.reportBytes),
    );

  const tell: PadLine['tell'] = async (sending, values) => {
    const frame = codec.encode(sending, values);
    if (frame === undefined) return ok();
    return (await write(frame)).mapErr(() => 'lost');
  };

  const wireMs = (bytes: number) =>
    profile.transport.kind === 'hid'
      ? 0
      : Math.ceil((bytes * BITS_PER_BYTE * 1000) / profile.transport.baudRate);
  const { size } = profile.framing;
  const answerMs =
    profile.session.answerWithinMs + wireMs(size.kind === 'fixed' ? size.bytes : size.maxBytes);

  return {
    tell,
    exchange: (sending, values, isAnswer, signal) =>
      new Promise((resolve) => {
        let timer: unknown;
        let heard = false;
        let ended = false;
        const end = (result: Result<PadMessage, ExchangeError>) => {
          if (ended) return;
          ended = true;
          clock.clearTimeout(timer);
          signal.removeEventListener('abort', lose);
          heedMessage = undefined;
          heedBytes = undefined;
          resolve(result);
        };
        const lose = () => end(err('lost'));
        if (signal.aborted) {
          lose();
          return;
        }
        signal.addEventListener('abort', lose);
        heedBytes = () => {
          heard = true;
        };
        heedMessage = (message) => {
          if (isAnswer(message)) end(ok(message));
          else if (message.refuses) end(err('refused'));
          // A press that comes meanwhile is no bad answer.
          else if (isUnderstood(message)) heard = false;
        };
        const send = async () => {
          const told = await tell(sending, values);
          if (told.isErr()) lose();
          // The answer may be here before the system says that the question is out.
          else if (!ended) timer = clock.setTimeout(() => end(err(heard ? 'garbled' : 'silent')), answerMs);
        };
        void send();
      }),
    provoke: async (bytes, signal, waitMs) => {
      const received: number[] = [];
      heedBytes = (chunk) => received.push(...chunk);
      const written = await transport.write(bytes);
      if (written.isOk()) await sleep(clock, waitMs, signal);
      heedBytes = undefined;
      return Uint8Array.from(received);
    },
  };
}

/** Resolves after the time, or at once when the signal aborts. */
export function sleep(clock: TimerClock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clock.clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = clock.setTimeout(end, ms);
    if (signal.aborted) end();
    else signal.addEventListener('abort', end);
  });
}

function isUnderstood({ press, idle, acknowledges, refuses, alive }: PadMessage): boolean {
  return press !== undefined || idle || acknowledges || refuses || alive;
}

function unwrapReport(report: Uint8Array, id: number): Uint8Array | undefined {
  if (id === 0) return report;
  return report[0] === id ? report.subarray(1) : undefined;
}

/** The system wants the id first even where the device knows none, and the report whole. */
function wrapReport(frame: Uint8Array, id: number, bytes: number): Uint8Array {
  const report = new Uint8Array(1 + bytes);
  report[0] = id;
  report.set(frame, 1);
  return report;
}
