export type Fact = {
  readonly what: string;
  /** Undefined where there was none; the text is empty where nothing stood there. */
  readonly before: string | undefined;
  readonly after: string | undefined;
};

/** The facts that are others now, by their names; of what is new those that say something. */
export function otherFacts(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly Fact[] {
  const all = [...new Set([...before.keys(), ...after.keys()])];
  return all
    .map((what) => ({ what, before: before.get(what), after: after.get(what) }))
    .filter((fact) => (fact.before ?? '') !== (fact.after ?? ''));
}
