/** Pseudo-random numbers (xorshift), so that a hundred thousand mutations cost little and a failure names its seed. */
export function smallGenerator(seed: number): (below: number) => number {
  let state = seed | 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}
