import { useCallback, useEffect, useState } from 'react';
import { useDesk } from '../../desk/desk-context.ts';
import { askDesk, type DeskFailure } from '../../rpc/desk-client.ts';

export type Loaded<T> = {
  readonly data: T | undefined;
  readonly failure: DeskFailure | undefined;
  readonly reload: () => void;
};

/**
 * What the platform answers to a question, asked when the page opens and whenever `load` changes.
 * @param load must keep its identity while the question is the same
 */
export function useLoaded<T>(load: (options: { readonly signal: AbortSignal }) => Promise<T>): Loaded<T> {
  const { live } = useDesk();
  const [state, setState] = useState<Omit<Loaded<T>, 'reload'>>({ data: undefined, failure: undefined });
  const [round, setRound] = useState(0);
  // oxlint-disable-next-line react/exhaustive-deps -- a new round asks the same again
  useEffect(() => {
    let current = true;
    void askDesk(load).then((answer) => {
      if (!current) return undefined;
      if (answer.isErr() && answer.error.code === 'SIGNED_OUT') live.restart();
      return setState((before) =>
        answer.match(
          (data) => ({ data, failure: undefined }),
          // What was loaded stays in sight; it is said that it may be old.
          (failure) => ({ data: before.data, failure }),
        ),
      );
    });
    return () => {
      current = false;
    };
  }, [load, live, round]);
  const reload = useCallback(() => setRound((before) => before + 1), []);
  return { ...state, reload };
}
