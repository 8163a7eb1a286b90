import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DeviceState } from '../../device.ts';
import { openPty, type Pty, type PtyOptions } from '../../emulation/pty.ts';
import { createHoldableClock, type HoldableClock } from '../../supervision/testing/holdable-clock.ts';
import type { TransportOpener } from '../../transport/byte-transport.ts';
import { overhear } from '../../transport/testing/overhear.ts';
import { createHidPadLine } from '../hid-emulator.ts';
import { createRatingPad } from '../pad-driver.ts';
import { padOpener } from '../pad-opener.ts';
import type { PadProfile } from '../profile-shape.ts';
import type { PadEvent, RatingPad } from '../rating-pad.ts';

/** A line with a device's end: frames without report ids, whatever the line. */
export type DeviceEnd = {
  readonly opener: TransportOpener;
  readonly send: (frame: Uint8Array) => void;
  readonly onBytes: (listener: (bytes: Uint8Array) => void) => void;
  readonly unplug: () => void;
  readonly plug: () => void;
  /** Only where the line is a pty. */
  readonly pty: Pty | undefined;
  readonly close: () => void;
};

export function openDeviceEnd(profile: PadProfile, line: Omit<PtyOptions, 'link'> = {}): DeviceEnd {
  if (profile.transport.kind === 'serial') return ptyLine(profile, line);
  return { ...createHidPadLine(profile), pty: undefined, close: () => {} };
}

function ptyLine(profile: PadProfile, line: Omit<PtyOptions, 'link'>): DeviceEnd {
  const folder = mkdtempSync(join(tmpdir(), 'rating-pad-'));
  // Flips the top bit: chance would now and then make a byte that is a true answer, which nobody could tell.
  const pty = openPty({ link: join(folder, 'port'), random: () => 0.5, ...line });
  return {
    opener: padOpener(profile, pty.link),
    send: pty.send,
    onBytes: pty.onBytes,
    pty,
    unplug: pty.unplug,
    plug: pty.plug,
    close: () => {
      pty.close();
      rmSync(folder, { recursive: true });
    },
  };
}

export type PadBench = DeviceEnd & {
  readonly pad: RatingPad;
  readonly events: PadEvent[];
  /** The driver's. */
  readonly clock: HoldableClock;
  /** Resolves when the driver has taken in this frame so often. */
  readonly taken: (frame: Uint8Array, times?: number) => Promise<void>;
};

/** A driver at one end of a line and nobody yet at the other; the driver is not started. */
export function createPadBench(profile: PadProfile, line?: Omit<PtyOptions, 'link'>): PadBench {
  const end = openDeviceEnd(profile, line);
  const { opener, until } = overhear(end.opener);
  const clock = createHoldableClock();
  const pad = createRatingPad({ opener, profile, clock });
  const events: PadEvent[] = [];
  pad.onEvent((event) => events.push(event));
  return { ...end, pad, events, clock, taken: until };
}

export async function closeBench({ pad, close }: Pick<PadBench, 'pad' | 'close'>): Promise<void> {
  await pad.stop();
  close();
}

/** Resolves when the pad is in that state. */
export function reach(pad: RatingPad, state: DeviceState): Promise<void> {
  return new Promise((resolve) => {
    let end = () => {};
    const check = () => {
      if (pad.status().state !== state) return;
      end();
      resolve();
    };
    end = pad.onStatus(check);
    check();
  });
}

/** Longer than any profile lets a press wait for a correction. */
const PRESS_AGAIN_MS = 2500;

/** Presses, and again like a citizen whose press was not taken, until the question is answered. */
export async function pressUntilAnswered<T>(asked: Promise<T>, press: () => void): Promise<T> {
  press();
  const again = setInterval(press, PRESS_AGAIN_MS);
  try {
    return await asked;
  } finally {
    clearInterval(again);
  }
}

/** Resolves when the condition holds; looks often. */
export async function eventually(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
}
