import { err, ok, type Result } from 'neverthrow';
import type { TimerClock } from '../supervision/timer-clock.ts';
import type { ByteTransport } from '../transport/byte-transport.ts';
import type { Symbology } from './code-scanner.ts';
import { createHidPosDecoder } from './hid-pos-codec.ts';
import type { ScannerProfile } from './profiles.ts';
import { createSerialDecoder, type ScanMessage } from './scan-codec.ts';
import { decodeText, symbologyOf, takeAimPrefix } from './scan-text.ts';
import { type ScannerReply, type TriggerFamily, triggerFamilies } from './trigger-commands.ts';

/** garbled: bytes came that are neither a reply nor a code. lost: the line could not be written, or ended. */
export type CommandError = 'silent' | 'garbled' | 'lost';

export type ScannedText = { readonly text: string; readonly symbology: Symbology | undefined };

export type ScannerSession = {
  readonly family: TriggerFamily | undefined;
  /** Sends a command and waits for its reply; one at a time. */
  readonly command: (
    frame: Uint8Array,
    signal: AbortSignal,
    timeoutMs: number,
  ) => Promise<Result<ScannerReply, CommandError>>;
  /** Sends bytes that no scanner answers and gives what comes back all the same in that time. */
  readonly hear: (frame: Uint8Array, signal: AbortSignal, timeoutMs: number) => Promise<Uint8Array>;
  /** Sends what is not answered; false when the line does not take it. */
  readonly tell: (frame: Uint8Array) => Promise<boolean>;
  /** Codes in a row that were no text: what a wrong baud rate looks like. */
  readonly unreadable: () => number;
};

export function familyOf({ line }: ScannerProfile): TriggerFamily | undefined {
  return line.kind === 'serial' && line.trigger !== undefined ? triggerFamilies[line.trigger] : undefined;
}

export type SessionOptions = {
  readonly transport: ByteTransport;
  readonly profile: ScannerProfile;
  readonly clock: TimerClock;
  readonly onText: (read: ScannedText) => void;
  /** A code that is no text, and how many of them have come in a row. */
  readonly onUnreadable: (inARow: number) => void;
};

/** Codes and replies of one opening of the line. */
export function createScannerSession(options: SessionOptions): ScannerSession {
  const { transport, profile, clock, onText, onUnreadable } = options;
  const family = familyOf(profile);
  const decoder =
    profile.line.kind === 'serial'
      ? createSerialDecoder(profile.line.suffix, family?.replies)
      : createHidPosDecoder(profile.line);
  let gap = () => {};
  let unreadable = 0;
  let texts = 0;
  let onReply: (reply: ScannerReply) => void = () => {};
  let onRaw: (bytes: Uint8Array) => void = () => {};

  const take = (message: ScanMessage) => {
    if (message.kind === 'reply') {
      onReply(message.reply);
      return;
    }
    const text = decodeText(message.bytes, profile.encoding);
    if (text === undefined) {
      unreadable += 1;
      onUnreadable(unreadable);
      return;
    }
    unreadable = 0;
    texts += 1;
    if (message.aim !== undefined) onText({ text, symbology: symbologyOf(message.aim) });
    else onText(profile.aimPrefix ? takeAimPrefix(text) : { text, symbology: undefined });
  };

  transport.onBytes((bytes) => {
    gap();
    onRaw(bytes);
    for (const message of decoder.push(bytes)) take(message);
    if (!decoder.pending()) return;
    gap = afterPause(clock, profile.gapMs, () => {
      for (const message of decoder.flush()) take(message);
    });
  });

  const write = async (frame: Uint8Array) => (await transport.write(frame)).isOk();

  /** Writes, then waits until `until` is told, the time is up, or the line ends. */
  const converse = (
    frame: Uint8Array,
    signal: AbortSignal,
    timeoutMs: number,
    begin: (done: () => void) => void,
  ): Promise<'done' | 'time' | 'lost'> =>
    new Promise((resolve) => {
      const settle = (how: 'done' | 'time' | 'lost') => {
        onReply = () => {};
        onRaw = () => {};
        cancel();
        signal.removeEventListener('abort', abort);
        resolve(how);
      };
      const abort = () => settle('lost');
      const cancel = afterPause(clock, timeoutMs, () => settle('time'));
      if (signal.aborted) {
        abort();
        return;
      }
      signal.addEventListener('abort', abort);
      begin(() => settle('done'));
      const send = async () => {
        if (!(await write(frame))) settle('lost');
      };
      void send();
    });

  return {
    family,
    unreadable: () => unreadable,
    tell: write,
    command: async (frame, signal, timeoutMs) => {
      let answer: ScannerReply | undefined;
      let heard = 0;
      const textsBefore = texts;
      const how = await converse(frame, signal, timeoutMs, (done) => {
        onRaw = (bytes) => {
          heard += bytes.length;
        };
        onReply = (reply) => {
          answer = reply;
          done();
        };
      });
      if (answer !== undefined) return ok(answer);
      if (how === 'lost') return err('lost');
      // Somebody may have shown a code meanwhile: that does not speak against the device.
      return err(heard > 0 && texts === textsBefore ? 'garbled' : 'silent');
    },
    hear: async (frame, signal, timeoutMs) => {
      const heard: number[] = [];
      await converse(frame, signal, timeoutMs, () => {
        onRaw = (bytes) => heard.push(...bytes);
      });
      return Uint8Array.from(heard);
    },
  };
}

/**
 * Bytes that came while this process was busy are handed on only after timers that have run out meanwhile: they get
 * so much longer.
 */
export const ARRIVAL_MS = 20;

/** Returns what cancels it. */
function afterPause(clock: TimerClock, ms: number, work: () => void): () => void {
  let timer = clock.setTimeout(() => {
    timer = clock.setTimeout(work, ARRIVAL_MS);
  }, ms);
  return () => clock.clearTimeout(timer);
}
