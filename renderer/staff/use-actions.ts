import { useEffect, useState, useSyncExternalStore } from 'react';
import { useDesk } from '../desk/desk-context.ts';
import { type ActionRunner, createActionRunner, type RunnerState } from './serving/action-runner.ts';

export type Actions = RunnerState & { readonly runner: ActionRunner };

/** What is pressed on a part of the page, each press under a key of its own, and what became of the last. */
export function useActions(): Actions {
  const { live } = useDesk();
  const [runner] = useState(createActionRunner);
  const state = useSyncExternalStore(runner.subscribe, runner.snapshot);
  const code = state.failure?.failure.code;
  useEffect(() => {
    if (code === 'SIGNED_OUT') live.restart();
  }, [code, live]);
  return { ...state, runner };
}
