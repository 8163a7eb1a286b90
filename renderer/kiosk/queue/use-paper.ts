import type { Result } from 'neverthrow';
import { useState } from 'react';
import type { PageFailure } from '../../rpc/answer.ts';

/**
 * Asks for a paper with a key of its own for each touch: the service prints none that is in his hand, or on its way there.
 * How the paper gets on shows in the session.
 */
export function usePaper<What>(
  ask: (what: What, requestKey: string) => Promise<Result<unknown, PageFailure>>,
): {
  readonly asked: boolean;
  readonly failure: PageFailure | undefined;
  readonly print: (what: What) => void;
} {
  const [asked, setAsked] = useState(false);
  const [failure, setFailure] = useState<PageFailure>();
  const print = async (what: What) => {
    setAsked(true);
    setFailure(undefined);
    const printed = await ask(what, crypto.randomUUID());
    setAsked(false);
    if (printed.isErr()) setFailure(printed.error);
  };
  return { asked, failure, print: (what) => void print(what) };
}
