/**
 * How far real waits lie from what was expected: calls expected during a wait ÷ calls it took, as a histogram that
 * fades. Its quantiles make a range that has held so often before, whatever the reason of the errors. Fixed size.
 */
type Spread = readonly number[];

/** One for each class of people ahead: few are foretold worse than many. */
export type Spreads = readonly Spread[];

/** Lower ends of the classes. */
const CLASSES = [0, 1, 2, 4, 8, 16, 32] as const;

const LOWEST = 0.02;
const HIGHEST = 8;
const STEPS = 36;
const STEP = Math.log(HIGHEST / LOWEST) / STEPS;
/** The first bin lies below LOWEST, the last one above HIGHEST. */
const BINS = STEPS + 2;

/** About so many tickets are remembered in a class. */
const MEMORY = 250;
/** So many tickets the other classes together, and the first belief, are worth beside what a class has seen. */
const WORTH = { others: 15, prior: 8 };

const nothing: Spread = Array.from({ length: BINS }, () => 0);

/** Log-normal with median 1: what is believed as long as nothing is known. */
const PRIOR_SIGMA = 0.6;
const prior: Spread = nothing.map((_, bin) => {
  const middle = Math.log(LOWEST) + (bin - 0.5) * STEP;
  return Math.exp(-((middle / PRIOR_SIGMA) ** 2) / 2);
});

export const emptySpreads: Spreads = CLASSES.map(() => nothing);

/** Adds a ticket that had `ahead` before it and during whose wait so many calls had been expected. */
export function spreadsWith(spreads: Spreads, ahead: number, callsExpected: number): Spreads {
  const own = classOf(ahead);
  const bin = binOf(callsExpected / (ahead + 1));
  const faded = (weight: number, index: number): number =>
    Number((weight * (1 - 1 / MEMORY) + (index === bin ? 1 : 0)).toPrecision(4));
  return CLASSES.map((_, index) => {
    const spread = spreads[index] ?? nothing;
    return index === own ? spread.map(faded) : spread;
  });
}

/** Calls to be expected until the wait ends: a range that holds 80 % of waits, and the median. */
export type CallsRange = { readonly from: number; readonly middle: number; readonly to: number };

/** Never less for more people ahead, though classes are learned apart. */
export function callsRange(spreads: Spreads, ahead: number): CallsRange {
  const own = classOf(ahead);
  return CLASSES.slice(0, own + 1)
    .map((_, index): CallsRange => {
      const most = index === own ? ahead : (CLASSES[index + 1] ?? 0) - 1;
      const ratios = ratioRange(believed(spreads, index));
      return {
        from: (most + 1) * ratios.from,
        middle: (most + 1) * ratios.middle,
        to: (most + 1) * ratios.to,
      };
    })
    .reduce((one, other) => ({
      from: Math.max(one.from, other.from),
      middle: Math.max(one.middle, other.middle),
      to: Math.max(one.to, other.to),
    }));
}

function ratioRange(spread: Spread): CallsRange {
  const from = ratioAt(spread, 0.1);
  // Nothing lies below no wait at all: the fifth that is left out lies above.
  return { from, middle: ratioAt(spread, 0.5), to: ratioAt(spread, from === 0 ? 0.8 : 0.9) };
}

function classOf(ahead: number): number {
  return CLASSES.findLastIndex((lower) => lower <= ahead);
}

/** A class leaning on the others, and on the first belief. Who comes first is often called at once: he stands apart. */
function believed(spreads: Spreads, index: number): Spread {
  const own = spreads[index] ?? nothing;
  const others =
    index === 0 ? nothing : nothing.map((_, bin) => sum(spreads.slice(1).map((each) => each[bin] ?? 0)));
  return leaning(leaning(own, others, WORTH.others), prior, WORTH.prior);
}

function leaning(spread: Spread, other: Spread, worth: number): Spread {
  const whole = sum(other);
  return whole === 0 ? spread : spread.map((weight, bin) => weight + ((other[bin] ?? 0) * worth) / whole);
}

function sum(values: readonly number[]): number {
  return values.reduce((one, other) => one + other, 0);
}

function binOf(ratio: number): number {
  if (!(ratio > LOWEST)) return 0;
  return Math.min(BINS - 1, 1 + Math.floor(Math.log(ratio / LOWEST) / STEP));
}

/** Lower end of a bin behind the first. */
function edgeOf(bin: number): number {
  return LOWEST * Math.exp((bin - 1) * STEP);
}

/** The ratio below which a share of the weight lies; even within a bin, and 0 for who is called at once. */
function ratioAt(spread: Spread, share: number): number {
  const wanted = share * sum(spread);
  let below = 0;
  for (const [bin, weight] of spread.entries()) {
    if (weight > 0 && below + weight >= wanted) {
      if (bin === 0) return 0;
      return edgeOf(bin) + (edgeOf(bin + 1) - edgeOf(bin)) * ((wanted - below) / weight);
    }
    below += weight;
  }
  return edgeOf(BINS);
}
