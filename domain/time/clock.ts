/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

/** The only source of time in rules and services; tests pass their own. */
export type Clock = { readonly now: () => Instant };
