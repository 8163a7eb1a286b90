/** Waits between attempts, in milliseconds: doubling from the first up to the longest. */
export type Backoff = { readonly firstMs: number; readonly longestMs: number };

/**
 * The wait before the next attempt. Without jitter: what is restarted is this machine's own child, nothing shared.
 * @param failures attempts that have failed in a row, 1 or more
 */
export function backoffDelay(backoff: Backoff, failures: number): number {
  const doublings = Math.min(Math.max(failures, 1) - 1, 30);
  return Math.min(backoff.longestMs, backoff.firstMs * 2 ** doublings);
}
