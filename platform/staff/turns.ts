import { err, ok, type Result } from 'neverthrow';

type Waiter = { readonly from: string | undefined; readonly go: () => void };

/** Whoever asks for a turn from outside: his address, and that he has gone away. */
export type Visitor = { readonly from: string; readonly signal: AbortSignal | undefined };

/** How many visitors may wait: in all, and of one address. */
type Line = { readonly inAll: number; readonly ofOne: number };

/** Lets so many pieces of work go on at a time; the others wait in the order in which they came. */
export class Turns {
  readonly #most: number;
  readonly #line: Line;
  #waiting: Waiter[] = [];
  #running = 0;

  constructor(most: number, line: Line) {
    this.#most = most;
    this.#line = line;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  async take<T>(work: () => Promise<T>): Promise<T> {
    await this.#begin(undefined);
    return this.#run(work);
  }

  /** NO_TURN: too many wait already, or he went away before it was his turn; nothing was done. */
  async takeIfFew<T>(visitor: Visitor, work: () => Promise<T>): Promise<Result<T, 'NO_TURN'>> {
    if (visitor.signal?.aborted || !(await this.#begin(visitor))) return err('NO_TURN');
    return ok(await this.#run(work));
  }

  async #begin(visitor: Visitor | undefined): Promise<boolean> {
    if (this.#running < this.#most) {
      this.#running += 1;
      return true;
    }
    if (visitor && this.#isFullFor(visitor)) return false;
    return new Promise((resolve) => {
      const go = (): void => {
        visitor?.signal?.removeEventListener('abort', leave);
        resolve(true);
      };
      const waiter = { from: visitor?.from, go };
      const leave = (): void => {
        this.#waiting = this.#waiting.filter((other) => other !== waiter);
        resolve(false);
      };
      visitor?.signal?.addEventListener('abort', leave, { once: true });
      this.#waiting.push(waiter);
    });
  }

  #isFullFor(visitor: Visitor): boolean {
    const { inAll, ofOne } = this.#line;
    const beside = this.#waiting.filter(({ from }) => from === visitor.from);
    return this.#waiting.length >= inAll || beside.length >= ofOne;
  }

  async #run<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      // Whoever waits takes this place over.
      if (next) next.go();
      else this.#running -= 1;
    }
  }
}
