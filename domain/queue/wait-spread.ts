/**
 * How far real waits lie from what was expected, as a histogram of real ÷ expected that forgets: quantiles of it turn
 * an expectation into a range that held so often before. Plain JSON of fixed size.
 */
export type Spread = readonly number[];

const LOWEST = 0.02;
const HIGHEST = 8;
const BINS = 36;
const STEP = Math.log(HIGHEST / LOWEST) / BINS;
/** Bin 0 lies below LOWEST, the last one above HIGHEST. */
const SIZE = BINS + 2;

export const emptySpread: Spread = Array.from({ length: SIZE }, () => 0);

function binOf(ratio: number): number {
  if (!(ratio > LOWEST)) return 0;
  return Math.min(SIZE - 1, 1 + Math.floor(Math.log(ratio / LOWEST) / STEP));
}

function edge(bin: number): number {
  return bin <= 0 ? 0 : LOWEST * Math.exp((bin - 1) * STEP);
}

/** Adds one ratio; `memory` is about how many are remembered. */
export function spreadWith(spread: Spread, ratio: number, memory: number): Spread {
  const kept = 1 - 1 / memory;
  const bin = binOf(ratio);
  return spread.map((weight, index) => Number((weight * kept + (index === bin ? 1 : 0)).toPrecision(4)));
}

/** The spread with `worth` observations of another one added, whatever that one weighs. */
export function leaningOn(spread: Spread, other: Spread, worth: number): Spread {
  const weight = weightOf(other);
  if (weight === 0) return spread;
  return spread.map((own, bin) => own + ((other[bin] ?? 0) * worth) / weight);
}

function weightOf(spread: Spread): number {
  return spread.reduce((sum, weight) => sum + weight, 0);
}

/** Log-normal with median 1: what is believed as long as nothing is known. */
export function logNormalSpread(sigma: number): Spread {
  return Array.from({ length: SIZE }, (_, bin) => {
    const middle = Math.log(LOWEST) + (bin - 0.5) * STEP;
    return Math.exp(-((middle / sigma) ** 2) / 2);
  });
}

/** The ratio below which a share of the weight lies, straight lines within a bin. */
export function ratioAt(spread: Spread, share: number): number {
  const wanted = share * weightOf(spread);
  let below = 0;
  for (const [bin, weight] of spread.entries()) {
    if (weight > 0 && below + weight >= wanted) {
      return edge(bin) + (edge(bin + 1) - edge(bin)) * ((wanted - below) / weight);
    }
    below += weight;
  }
  return edge(SIZE);
}
