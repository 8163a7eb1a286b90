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

/** Faults that wait for the next frames; lanes of one device, such as its connections, may share them. */
export type WaitingFaults = {
  readonly next: () => WireFault | undefined;
  readonly add: (fault: WireFault, times?: number) => void;
  readonly forgive: () => void;
};

export function createWaitingFaults(): WaitingFaults {
  let waiting: readonly WireFault[] = [];
  return {
    next: () => {
      const [fault, ...rest] = waiting;
      waiting = rest;
      return fault;
    },
    add: (fault, times = 1) => {
      waiting = [...waiting, ...Array.from({ length: times }, () => fault)];
    },
    forgive: () => {
      waiting = [];
    },
  };
}

export type FaultyLaneOptions = {
  /** The wire behind it: a paced pty, a listener for reports, a socket. `more`: the frame goes on behind these. */
  readonly deliver: (bytes: Uint8Array, more: boolean) => void;
  /** Pulls the plug, now that the last byte before a `disconnect` was delivered. */
  readonly disconnect: () => void;
  readonly random: () => number;
  /** Its own ones unless it shares them. */
  readonly faults?: WaitingFaults;
};

type Piece = { readonly afterMs: number; readonly work: () => void };

/** The device's way to the host, with faults by command; the same for bytes, reports and messages. */
export function createFaultyLane(options: FaultyLaneOptions): FaultyLane {
  const { deliver, disconnect, random, faults = createWaitingFaults() } = options;
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
      const { pieces, overtaken, disconnects } = spoilFrame(frame, faults.next(), random);
      const works = pieces.map(({ afterMs, bytes, more }) => ({ afterMs, work: () => deliver(bytes, more) }));
      if (overtaken) {
        for (const { afterMs, work } of works) later(afterMs, work);
        return;
      }
      queue = [...queue, ...works, ...(disconnects ? [{ afterMs: 0, work: disconnect }] : [])];
      goOn();
    },
    spoil: faults.add,
    clear: () => {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
      queue = [];
      waiting = false;
    },
    forgive: faults.forgive,
  };
}
