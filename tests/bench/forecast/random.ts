/** Random numbers of a simulation: the same seed gives the same hall on every machine. */
export type Random = {
  /** From 0, below 1. */
  readonly unit: () => number;
  readonly chance: (probability: number) => boolean;
  readonly between: (from: number, to: number) => number;
  readonly normal: () => number;
  readonly exponential: (mean: number) => number;
  /** Gamma distribution by its mean and its coefficient of variation. */
  readonly gamma: (mean: number, variation: number) => number;
  /** Log-normal distribution by its mean and its coefficient of variation. */
  readonly logNormal: (mean: number, variation: number) => number;
  /** A generator of its own, so that one part drawing more leaves the other parts as they were. */
  readonly fork: () => Random;
};

export function seededRandom(seed: number): Random {
  let state = seed >>> 0;

  /** Mixes a counter (splitmix32), which is good enough from the first number on, whatever the seed. */
  function bits(): number {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  }
  const unit = (): number => bits() / 2 ** 32;
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - unit())) * Math.cos(2 * Math.PI * unit());

  /** Marsaglia and Tsang, “A simple method for generating gamma variables” (2000). */
  function standardGamma(shape: number): number {
    if (shape < 1) return standardGamma(shape + 1) * (1 - unit()) ** (1 / shape);
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = normal();
      const v = (1 + c * x) ** 3;
      if (v > 0 && Math.log(1 - unit()) < x * x * 0.5 + d - d * v + d * Math.log(v)) return d * v;
    }
  }

  return {
    unit,
    normal,
    chance: (probability) => unit() < probability,
    between: (from, to) => from + (to - from) * unit(),
    exponential: (mean) => -mean * Math.log(1 - unit()),
    gamma: (mean, variation) => {
      const shape = 1 / variation ** 2;
      return (standardGamma(shape) * mean) / shape;
    },
    logNormal: (mean, variation) => {
      const variance = Math.log(1 + variation ** 2);
      return mean * Math.exp(Math.sqrt(variance) * normal() - variance / 2);
    },
    fork: () => seededRandom(bits()),
  };
}
