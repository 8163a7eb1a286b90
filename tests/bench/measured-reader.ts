import { chownSync, realpathSync } from 'node:fs';
import { wireTimeMs } from '#drivers/emulation/paced-lane.ts';
import { openPty } from '#drivers/emulation/pty.ts';
import { createSdtEmulator, REALISTIC, type SdtEmulator } from '#drivers/id-card-reader/emulator.ts';
import { specimens } from '#drivers/id-card-reader/specimens.ts';

/** What the module thinks before it answers each command of a reading, in milliseconds. */
const THINKING: Readonly<Record<string, number>> = {
  find: REALISTIC.findMs,
  select: REALISTIC.selectMs,
  read: REALISTIC.readMs,
  // One block of the chip, as selecting is.
  'appended address': REALISTIC.selectMs,
};
const QUESTION_BYTES = 10;

/** One card's exchange: the question that met it and all that followed until it was read. */
export type Exchange = {
  /** When that question left, milliseconds since 1970. */
  readonly askedAt: number;
  /** What its bytes take at the line's speed, and the module's own thinking. */
  readonly limitMs: number;
};

export type MeasuredReader = {
  readonly emulator: SdtEmulator;
  /** Of the card that was read last, until it is lifted. */
  readonly exchange: () => Exchange;
  readonly close: () => void;
};

/** The emulated reader on a line that takes its time, with a clock at its end. */
export function openMeasuredReader(options: {
  readonly link: string;
  readonly baudRate: number;
  readonly user: { readonly uid: number; readonly gid: number } | undefined;
}): MeasuredReader {
  const { link, baudRate, user } = options;
  const pty = openPty({ link, baudRate });
  if (user) chownSync(realpathSync(link), user.uid, user.gid);
  let askedAt = 0;
  let [bytes, thinkingMs] = [0, 0];
  /** The command that is being answered belongs to a reading. */
  let counts = false;
  /** The card has been met: further finds look for another. */
  let reading = false;
  const emulator = createSdtEmulator({
    pty: {
      ...pty,
      send: (frame) => {
        if (counts) bytes += frame.length;
        pty.send(frame);
      },
    },
    specimens,
    latency: REALISTIC,
  });
  emulator.onCommand((name) => {
    const ms = THINKING[name];
    counts = ms !== undefined && (name !== 'find' || !reading);
    if (ms === undefined || !counts) return;
    if (name === 'find') {
      // A question is heard when its last byte has arrived.
      askedAt = performance.timeOrigin + performance.now() - wireTimeMs(QUESTION_BYTES, baudRate);
      [bytes, thinkingMs] = [0, 0];
    } else reading = true;
    bytes += QUESTION_BYTES;
    thinkingMs += ms;
  });
  return {
    emulator: {
      ...emulator,
      liftCard: () => {
        // From now on any question may be the one that meets the next card.
        reading = false;
        emulator.liftCard();
      },
    },
    exchange: () => ({ askedAt, limitMs: wireTimeMs(bytes, baudRate) + thinkingMs }),
    close: () => {
      emulator.stop();
      pty.close();
    },
  };
}
