const parentPollMs = 500;

/** npm passes a Ctrl-C on to a process that the terminal has already told: the echo is no second wish. */
const echoMs = 1500;

export type StopSignal = {
  /** Settles with the reason once somebody wants the demo to end. */
  readonly wanted: Promise<string>;
  /** Runs when somebody asks again, and means it. */
  readonly onInsist: (work: () => void) => void;
};

/**
 * Listens for everything that means "stop": Ctrl-C, SIGTERM, a closed terminal, and the end of the npm that
 * started this process, since npm's shell does not pass every signal on.
 */
export function stopSignal(): StopSignal {
  let first: number | undefined;
  let insist: () => void = () => undefined;
  const wanted = new Promise<string>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (first === undefined) first = performance.now();
        else if (performance.now() - first > echoMs) insist();
        resolve(signal);
      });
    }
    if (process.env['npm_lifecycle_event'] !== undefined) {
      const parent = process.ppid;
      setInterval(() => {
        if (process.ppid !== parent) resolve('npm');
      }, parentPollMs).unref();
    }
  });
  return {
    wanted,
    onInsist: (work) => {
      insist = work;
    },
  };
}
