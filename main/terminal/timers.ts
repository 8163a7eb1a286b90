/** Runs something once after a time. Counts elapsed time, so that a clock that is set does not move it. */
export type Timers = {
  /** @returns cancels; harmless after it has run */
  readonly after: (milliseconds: number, run: () => void) => () => void;
};

export const systemTimers: Timers = {
  after: (milliseconds, run) => {
    const timer = setTimeout(run, milliseconds);
    return () => clearTimeout(timer);
  },
};
