/**
 * Gives values to work that takes its time, one after the other. What comes meanwhile replaces what waits, so that
 * nothing queues up.
 */
export function newestOnly<T>(work: (value: T) => Promise<void>): (value: T) => void {
  let waiting: { readonly value: T } | undefined;
  let working = false;
  const run = async () => {
    working = true;
    for (let next = waiting; next; next = waiting) {
      waiting = undefined;
      await work(next.value);
    }
    working = false;
  };
  return (value) => {
    waiting = { value };
    if (!working) void run();
  };
}
