type Waiting<A, R> = {
  readonly asked: A;
  readonly resolve: (answer: R) => void;
  readonly reject: (error: unknown) => void;
};

/**
 * For many small questions to the database at the same time: each statement is a way there and back, and each commit
 * waits for the disk. Does at once what was asked while the work before was under way; the answers come in the
 * order of the questions.
 */
export class Together<A, R> {
  readonly #most: number;
  readonly #waiting = new Map<string, Waiting<A, R>[]>();

  constructor(most: number) {
    this.#most = most;
  }

  add(place: string, asked: A, work: (group: readonly A[]) => Promise<readonly R[]>): Promise<R> {
    return new Promise((resolve, reject) => {
      const one = { asked, resolve, reject };
      const waiting = this.#waiting.get(place);
      if (waiting) waiting.push(one);
      else {
        const first = [one];
        this.#waiting.set(place, first);
        void this.#workThrough(place, first, work);
      }
    });
  }

  async #workThrough(
    place: string,
    waiting: Waiting<A, R>[],
    work: (group: readonly A[]) => Promise<readonly R[]>,
  ): Promise<void> {
    while (waiting.length > 0) {
      const group = waiting.splice(0, this.#most);
      if (!(await settle(group, work, group.length > 1 ? 'alone' : 'reject'))) {
        // What one of them broke is not the others' fault.
        for (const one of group) await settle([one], work, 'reject');
      }
    }
    this.#waiting.delete(place);
  }
}

/** False when the work failed and each has to be tried alone. */
async function settle<A, R>(
  group: readonly Waiting<A, R>[],
  work: (group: readonly A[]) => Promise<readonly R[]>,
  otherwise: 'alone' | 'reject',
): Promise<boolean> {
  try {
    const answers = await work(group.map(({ asked }) => asked));
    if (answers.length !== group.length) throw new Error('a question was left without an answer');
    for (const [index, answer] of answers.entries()) group[index]?.resolve(answer);
    return true;
  } catch (error) {
    if (otherwise === 'alone') return false;
    for (const { reject } of group) reject(error);
    return true;
  }
}
