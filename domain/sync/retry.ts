/** Delays between attempts to reach the platform, in milliseconds. */
export type RetryPolicy = { readonly firstMs: number; readonly longestMs: number };

/**
 * Delay before the next attempt: doubling up to a ceiling, with full jitter so that a hall's terminals do not
 * all return in the same second after a cut.
 * @param attempt failed attempts so far, 1 or more
 * @param random a number in [0, 1)
 */
export function retryDelay(policy: RetryPolicy, attempt: number, random: number): number {
  const ceiling = Math.min(policy.longestMs, policy.firstMs * 2 ** Math.min(attempt - 1, 30));
  return Math.round(ceiling / 2 + (ceiling / 2) * random);
}
