/** A stream of states as a page follows it: each new one takes the place of the last. */
export class Watched<T> {
  readonly #states: AsyncIterator<T>;
  #last: T | undefined;

  constructor(states: AsyncIterator<T>) {
    this.#states = states;
  }

  /** The first state, from the last one seen on, of which `holds` is true; throws when the stream ends before. */
  async until(holds: (state: T) => boolean): Promise<T> {
    while (this.#last === undefined || !holds(this.#last)) {
      const next = await this.#states.next();
      if (next.done === true) throw new Error('the stream has ended');
      this.#last = next.value;
    }
    return this.#last;
  }

  async close(): Promise<void> {
    await this.#states.return?.();
  }
}
