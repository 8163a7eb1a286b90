import { err, ok, type Result } from 'neverthrow';
import type { TimerClock } from '../supervision/timer-clock.ts';
import type { ByteTransport } from '../transport/byte-transport.ts';
import { createSdtDecoder } from './sdt-codec.ts';
import { parseReply, type SdtCommand, type SdtReply } from './sdt-commands.ts';

/** GA 467 and vendors' guides: a module that has not answered after 5 s will not. */
const COMMAND_TIMEOUT_MS = 5000;
/**
 * Bytes came, made no reply and stopped: waiting longer brings nothing. Many times the pause that a USB bridge
 * or a busy module puts inside a frame.
 */
const QUIET_MS = 150;
/**
 * The same in a frame that has told how much more of it comes: what stands still there is a busy machine or bridge, and a
 * second or two go by at a low speed until a question put again is answered.
 */
const QUIET_IN_FRAME_MS = 600;

/** garbled: bytes came that are no fitting reply. lost: the line could not be written, or ended. */
export type ExchangeError = 'silent' | 'garbled' | 'lost';

export type SdtSession = {
  /** One command at a time. */
  readonly exchange: (
    command: SdtCommand,
    signal: AbortSignal,
    timeoutMs?: number,
  ) => Promise<Result<SdtReply, ExchangeError>>;
  /** Sends bytes of no SDT command and gives what comes back until the line is quiet or time is up. */
  readonly ask: (bytes: Uint8Array, signal: AbortSignal, timeoutMs: number) => Promise<Uint8Array>;
  /** Bits a second that the line is set to; undefined where it has no speed. */
  readonly speed: () => number | undefined;
  /** False when the line cannot be set to that speed. */
  readonly changeSpeed: (baudRate: number) => Promise<boolean>;
};

/** Commands and replies over one opening of the line, which was opened at that speed. */
export function createSdtSession(
  transport: ByteTransport,
  clock: TimerClock,
  firstSpeed?: number,
): SdtSession {
  let speed = firstSpeed;
  /** Takes bytes while somebody waits; what comes unasked (late, double) is dropped. */
  let take: ((bytes: Uint8Array) => void) | undefined;
  transport.onBytes((bytes) => take?.(bytes));

  /**
   * Writes, then shows bytes to `onBytes` until it has a value, until the line has been quiet after it said
   * `settle`, or until the time is up; `onEnd` gives the value of the last two, or waits on with `more`.
   */
  const converse = <T>(
    bytes: Uint8Array,
    signal: AbortSignal,
    timeoutMs: number,
    onBytes: (bytes: Uint8Array) => Step<T>,
    onEnd: (why: 'time' | 'quiet' | 'lost') => Step<T>,
  ): Promise<T> =>
    new Promise((resolve) => {
      let finished = false;
      let quiet: unknown;
      const clear = (timer: unknown) => clock.clearTimeout(timer);
      const heed = (step: Step<T>) => {
        if (finished || step === 'more') return;
        if (step === 'settle' || step === 'go-on') {
          const ms = step === 'settle' ? QUIET_MS : QUIET_IN_FRAME_MS;
          quiet = clock.setTimeout(() => heed(onEnd('quiet')), ms);
          return;
        }
        finished = true;
        take = undefined;
        clear(timer);
        clear(quiet);
        signal.removeEventListener('abort', abort);
        resolve(step.value);
      };
      const abort = () => heed(onEnd('lost'));
      const timer = clock.setTimeout(() => heed(onEnd('time')), timeoutMs);
      if (signal.aborted) {
        abort();
        return;
      }
      signal.addEventListener('abort', abort);
      take = (received) => {
        clear(quiet);
        heed(onBytes(received));
      };
      const send = async () => {
        const written = await transport.write(bytes);
        if (written.isErr()) abort();
      };
      void send();
    });

  return {
    exchange: (command, signal, timeoutMs = COMMAND_TIMEOUT_MS) => {
      const decoder = createSdtDecoder();
      let undecodable = false;
      /** A whole frame that does not fit is an answer to an earlier command: the right one is still to come. */
      const judge = (bodies: Uint8Array[], otherwise: Step<Result<SdtReply, ExchangeError>>) => {
        for (const body of bodies) {
          const reply = parseReply(body);
          if (reply !== undefined && command.fits(reply)) return { value: ok(reply) };
        }
        return bodies.length > 0 ? 'more' : otherwise;
      };
      return converse<Result<SdtReply, ExchangeError>>(
        command.frame,
        signal,
        timeoutMs,
        (bytes) => {
          const step = judge(decoder.push(bytes), 'settle');
          undecodable = step === 'settle';
          return undecodable && decoder.pending() ? 'go-on' : step;
        },
        (why) => {
          if (why === 'lost') return { value: err('lost') };
          if (why === 'quiet') return judge(decoder.flush(), { value: err('garbled') });
          return { value: err(undecodable ? 'garbled' : 'silent') };
        },
      );
    },
    ask: (bytes, signal, timeoutMs) => {
      const received: number[] = [];
      return converse<Uint8Array>(
        bytes,
        signal,
        timeoutMs,
        (chunk) => {
          received.push(...chunk);
          return 'settle';
        },
        () => ({ value: Uint8Array.from(received) }),
      );
    },
    speed: () => speed,
    changeSpeed: async (baudRate) => {
      if (baudRate === speed) return true;
      const changed = await transport.changeSpeed?.(baudRate);
      if (!changed?.isOk()) return false;
      speed = baudRate;
      return true;
    },
  };
}

/** What follows from bytes: a value, more of them, or an end if the line stays quiet now, or for long in a frame. */
type Step<T> = { readonly value: T } | 'more' | 'settle' | 'go-on';
