/** Work that takes time and shows in the view. */
export type JobName = 'search' | 'test' | 'learning' | 'selfTest';

export type Jobs = {
  /** Begins when the `ending` ones have let go of their lines. */
  readonly begin: (
    name: JobName,
    ending: readonly JobName[],
    work: (signal: AbortSignal) => Promise<void>,
  ) => void;
  /** Does not wait until their lines are closed. */
  readonly abort: (...names: readonly JobName[]) => void;
  /** Nothing holds a line afterwards. */
  readonly endAll: () => Promise<void>;
};

const ALL: readonly JobName[] = ['search', 'test', 'learning', 'selfTest'];

/** What the administrator has under way; one of each at most. */
export function createJobs(): Jobs {
  const jobs = new Map<JobName, { readonly abort: AbortController; readonly ended: Promise<void> }>();

  async function end(name: JobName): Promise<void> {
    const job = jobs.get(name);
    job?.abort.abort();
    await job?.ended;
  }

  return {
    begin: (name, ending, work) => {
      const before = ending.map(end);
      const abort = new AbortController();
      const run = async () => {
        await Promise.all(before);
        if (!abort.signal.aborted) await work(abort.signal);
      };
      jobs.set(name, { abort, ended: run() });
    },
    abort: (...names) => {
      for (const name of names) jobs.get(name)?.abort.abort();
    },
    endAll: async () => {
      await Promise.all(ALL.map(end));
    },
  };
}
