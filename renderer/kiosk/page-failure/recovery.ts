/** Page errors that came one after the other, and when the last of them came, in elapsed milliseconds. */
export type PageFailures = { readonly inARow: number; readonly at: number };

export type Recovery = {
  /** A page that fails again and again is out of service. */
  readonly say: 'moment' | 'out-of-service';
  /** Beginning anew keeps the connection; a page that fails all the same is loaded anew. */
  readonly next: 'begin-anew' | 'load-anew';
  readonly afterMs: number;
};

/** A page that stood as long as this was well again. */
const WELL_AFTER_MS = 60_000;

/** Long enough to be read, short enough for the next in the queue. */
const MOMENT_MS = 3_000;

/** A page that cannot be shown stays away this long, for reloading may be of no use. */
const OUT_OF_SERVICE_MS = 30_000;

const BEGINNINGS = 2;

export function oneMore(before: PageFailures | undefined, now: number): PageFailures {
  const again = before !== undefined && now - before.at < WELL_AFTER_MS;
  return { inARow: again ? before.inARow + 1 : 1, at: now };
}

export function recoveryFrom({ inARow }: PageFailures): Recovery {
  return inARow <= BEGINNINGS
    ? { say: 'moment', next: 'begin-anew', afterMs: MOMENT_MS }
    : { say: 'out-of-service', next: 'load-anew', afterMs: OUT_OF_SERVICE_MS };
}
