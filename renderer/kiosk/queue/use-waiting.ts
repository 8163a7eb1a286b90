import { useEffect, useState } from 'react';
import type { Waiting } from '#contract/ticket.ts';
import type { PageFailure } from '../../rpc/answer.ts';
import type { TerminalPort } from '../../rpc/terminal-port.ts';

/** How often a shown number of waiting people is asked for anew. */
const ASK_EVERY_MS = 10_000;

export type WaitingAnswer = { readonly waiting?: Waiting; readonly failure?: PageFailure };

/** How many wait for a service, kept fresh while it is shown. */
export function useWaiting(port: TerminalPort, serviceId: string): WaitingAnswer {
  const [answer, setAnswer] = useState<WaitingAnswer>({});
  useEffect(() => {
    let left = false;
    const ask = async () => {
      const answered = await port.waiting(serviceId);
      if (left) return;
      setAnswer(
        answered.match(
          (waiting) => ({ waiting }),
          (failure) => ({ failure }),
        ),
      );
    };
    void ask();
    const timer = setInterval(() => void ask(), ASK_EVERY_MS);
    return () => {
      left = true;
      clearInterval(timer);
    };
  }, [port, serviceId]);
  return answer;
}
