import { spoilFrame, type WireFault } from './wire-fault.ts';

export type FaultyLane = {
  /** One frame, spoiled if a fault is waiting. */
  readonly send: (frame: Uint8Array) => void;
  /** Spoils the next frames that are sent. */
  readonly spoil: (fault: WireFault, times?: number) => void;
  /** Forgets what is under way, as when the plug is pulled; faults that wait stay. */
  readonly clear: () => void;
  /** Forgets the faults that wait. */
  readonly forgive: () => void;
};

export type FaultyLaneOptions = {
  /** The wire behind it: a paced pty, or a listener for reports. */
  readonly deliver: (bytes: Uint8Array) => void;
  /** Pulls the plug, now that the last byte before a `disconnect` was delivered. */
  readonly disconnect: () => void;
  readonly random: () => number;
};

type Piece = { readonly afterMs: number; readonly work: () => void };

/** The device's way to the host, with faults by command; the same for byte lines and report lines. */
export function createFaultyLane({ deliver, disconnect, random }: FaultyLaneOptions): FaultyLane {
  let faults: readonly WireFault[] = [];
  let queue: readonly Piece[] = [];
  let waiting = false;
  const timers = new Set<NodeJS.Timeout>();

  const later = (ms: number, work: () => void) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      work();
    }, ms);
    timers.add(timer);
  };

  /** Delivering may make the host answer, and the device send again, before it returns. */
  const goOn = () => {
    for (;;) {
      const [next, ...rest] = queue;
      if (waiting || next === undefined) return;
      queue = rest;
      if (next.afterMs === 0) {
        next.work();
        continue;
      }
      waiting = true;
      later(next.afterMs, () => {
        waiting = false;
        next.work();
        goOn();
      });
    }
  };

  return {
    send: (frame) => {
      const [fault, ...remaining] = faults;
      faults = remaining;
      const { pieces, overtaken, disconnects } = spoilFrame(frame, fault, random);
      if (overtaken) {
        for (const { afterMs, bytes } of pieces) later(afterMs, () => deliver(bytes));
        return;
      }
      const works = pieces.map(({ afterMs, bytes }) => ({ afterMs, work: () => deliver(bytes) }));
      queue = [...queue, ...works, ...(disconnects ? [{ afterMs: 0, work: disconnect }] : [])];
      goOn();
    },
    spoil: (fault, times = 1) => {
      faults = [...faults, ...Array.from({ length: times }, () => fault)];
    },
    clear: () => {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
      queue = [];
      waiting = false;
    },
    forgive: () => {
      faults = [];
    },
  };
}
