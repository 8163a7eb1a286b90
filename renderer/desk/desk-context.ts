import { createContext, use, useSyncExternalStore } from 'react';
import type { DeskView, StaffSession } from '#contract/desk/staff.ts';
import type { DeskClient } from '../rpc/desk-client.ts';
import type { LiveState, LiveStore } from '../rpc/live-state.ts';
import type { DeskSession } from './desk-session.ts';

/** What every part of a page has while somebody is signed in. */
export type Desk = {
  readonly client: DeskClient;
  readonly session: StaffSession;
  readonly live: LiveStore<DeskView>;
  readonly signOut: DeskSession['signOut'];
};

export const DeskContext = createContext<Desk | undefined>(undefined);

export function useDesk(): Desk {
  const desk = use(DeskContext);
  if (!desk) throw new Error('nobody is signed in here');
  return desk;
}

export function useLive(): LiveState<DeskView> {
  const { live } = useDesk();
  return useSyncExternalStore(live.subscribe, live.snapshot);
}
