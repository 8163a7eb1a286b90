import { chownSync, realpathSync } from 'node:fs';
import { wireTimeMs } from '#drivers/emulation/paced-lane.ts';
import { openPty } from '#drivers/emulation/pty.ts';
import { createPrinterEmulator } from '#drivers/receipt-printer/emulator.ts';
import { printerProfile } from '#drivers/receipt-printer/profiles.ts';

/** One receipt as its bytes came down the line. */
export type MeasuredJob = {
  readonly bytes: number;
  /** What these bytes take at the line's speed, milliseconds. */
  readonly wireMs: number;
  /** When the last byte of the cut had arrived, milliseconds since 1970. */
  readonly lastByteAt: number;
};

export type MeasuredPrinter = {
  readonly path: string;
  readonly baudRate: number;
  readonly nextJob: () => Promise<MeasuredJob>;
  readonly close: () => void;
};

const INITIALISE = [0x1b, 0x40];
/** `GS r n`, the question that the driver puts before a receipt, some times, and behind it. */
const QUESTION = [0x1d, 0x72];
const QUESTION_BYTES = 3;
/** More than all the questions before a receipt take. */
const KEPT_BYTES = 32;
const FEED_AND_CUT = [0x1d, 0x56, 0x42];

/** The emulated printer on a line that takes its time, with a clock at its end. */
export function openMeasuredPrinter(options: {
  readonly link: string;
  readonly baudRate: number;
  readonly user: { readonly uid: number; readonly gid: number } | undefined;
}): MeasuredPrinter {
  const pty = openPty({ link: options.link, baudRate: options.baudRate });
  if (options.user) chownSync(realpathSync(options.link), options.user.uid, options.user.gid);
  const printer = createPrinterEmulator({ profile: printerProfile('escpos-80mm'), send: pty.send });
  let waiting: ((job: MeasuredJob) => void)[] = [];
  let seen: number[] = [];
  let start = -1;
  pty.onBytes((bytes) => {
    const now = performance.timeOrigin + performance.now();
    for (const byte of bytes) {
      seen.push(byte);
      if (endsWith(seen, INITIALISE) && start < 0) start = startOfJob(seen);
      // The argument of the cut is the byte after these three.
      if (start >= 0 && endsWith(seen.slice(-4, -1), FEED_AND_CUT)) {
        const count = seen.length - start;
        const job = { bytes: count, wireMs: wireTimeMs(count, options.baudRate), lastByteAt: now };
        for (const resolve of waiting) resolve(job);
        waiting = [];
        seen = [];
        start = -1;
      }
    }
    if (start < 0) seen = seen.slice(-KEPT_BYTES);
    printer.receive(bytes);
  });
  return {
    path: options.link,
    baudRate: options.baudRate,
    nextJob: () => new Promise((resolve) => waiting.push(resolve)),
    close: () => {
      printer.stop();
      pty.close();
    },
  };
}

/** The questions before it travel with the receipt and take their time on the wire as it does. */
function startOfJob(seen: readonly number[]): number {
  let at = seen.length - INITIALISE.length;
  while (QUESTION.every((byte, index) => seen[at - QUESTION_BYTES + index] === byte)) at -= QUESTION_BYTES;
  return at;
}

function endsWith(bytes: readonly number[], end: readonly number[]): boolean {
  return end.every((byte, index) => bytes[bytes.length - end.length + index] === byte);
}
