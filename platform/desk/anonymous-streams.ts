/** As Node has it. */
type Answer = {
  readonly closed: boolean;
  readonly once: (event: 'close', listener: () => void) => unknown;
};

export type StreamLimits = { readonly ofOne: number; readonly inAll: number };

/**
 * A hall behind one address may have twenty boards and several hundred phones on its own network, and after a break
 * each is there twice until the old connection is given up. In all, so many as a process serves without harm to
 * the staff.
 */
const LIMITS: StreamLimits = { ofOne: 1_000, inAll: 5_000 };

/** Counts the streams of boards and phones, which nobody signs in for. */
export class AnonymousStreams {
  readonly #limits: StreamLimits;
  readonly #ofAddress = new Map<string, number>();
  #inAll = 0;

  constructor(limits: StreamLimits = LIMITS) {
    this.#limits = limits;
  }

  /** Counts a stream until its answer is closed; false when there are too many. */
  admit(address: string, answer: Answer): boolean {
    const beside = this.#ofAddress.get(address) ?? 0;
    if (beside >= this.#limits.ofOne || this.#inAll >= this.#limits.inAll) return false;
    // Gone already: nothing would say a second time that it is.
    if (answer.closed) return true;
    this.#ofAddress.set(address, beside + 1);
    this.#inAll += 1;
    answer.once('close', () => this.#leave(address));
    return true;
  }

  #leave(address: string): void {
    this.#inAll -= 1;
    const left = (this.#ofAddress.get(address) ?? 1) - 1;
    if (left === 0) this.#ofAddress.delete(address);
    else this.#ofAddress.set(address, left);
  }
}
