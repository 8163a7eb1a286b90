import { useCallback, useRef, useState } from 'react';
import { askDesk, type DeskFailure } from '../rpc/desk-client.ts';
import { useDesk } from './desk-context.ts';

export type RequestState = {
  readonly busy: boolean;
  readonly failure: DeskFailure | undefined;
  readonly clear: () => void;
  /** Asks unless the same is under way; true when it was done. */
  readonly run: <T>(
    call: (options: { readonly signal: AbortSignal }) => Promise<T>,
    onDone?: (answer: T) => void,
  ) => Promise<boolean>;
};

/** One request at a time of a form or a button, and what became of the last. */
export function useRequest(): RequestState {
  const { live } = useDesk();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<DeskFailure>();
  // The state is a frame late for a double click.
  const underWay = useRef(false);
  const run = useCallback<RequestState['run']>(
    async (call, onDone) => {
      if (underWay.current) return false;
      underWay.current = true;
      setBusy(true);
      setFailure(undefined);
      const answer = await askDesk(call);
      underWay.current = false;
      setBusy(false);
      if (answer.isErr()) {
        setFailure(answer.error);
        // The stream hears it, too, and the page asks to sign in again.
        if (answer.error.code === 'SIGNED_OUT') live.restart();
        return false;
      }
      onDone?.(answer.value);
      return true;
    },
    [live],
  );
  const clear = useCallback(() => setFailure(undefined), []);
  return { busy, failure, clear, run };
}
