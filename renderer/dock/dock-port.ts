import { createORPCClient } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import type { dockContract, EmulatedDevice } from '#contract/dock/contract.ts';
import { follow } from '../rpc/follow.ts';
import { openLiveLink } from '../rpc/live-link.ts';

export type DockClient = ContractRouterClient<typeof dockContract>;
export type DockSnapshot = {
  readonly connected: boolean;
  readonly devices: readonly EmulatedDevice[];
  /** What the emulators said to the last request, where they refused it. */
  readonly problem?: string | undefined;
};

export type DockPort = {
  readonly snapshot: () => DockSnapshot;
  readonly subscribe: (listener: () => void) => () => void;
  /** Asks the emulators for something; a refusal shows in the snapshot. */
  readonly ask: (request: (client: DockClient) => Promise<unknown>) => void;
};

/** Connects to the emulated devices for as long as the page stands. */
export function connectDock(url: string): DockPort {
  const live = openLiveLink(url);
  const client: DockClient = createORPCClient(live.link);
  const listeners = new Set<() => void>();
  let snapshot: DockSnapshot = { connected: live.isOpen(), devices: [] };
  const change = (next: Partial<DockSnapshot>) => {
    snapshot = { ...snapshot, ...next };
    for (const listener of listeners) listener();
  };
  live.onChange(() => change({ connected: live.isOpen() }));
  follow(
    live,
    () => client.watch(),
    ({ devices }) => change({ devices }),
  );
  return {
    snapshot: () => snapshot,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    ask(request) {
      request(client).then(
        () => change({ problem: undefined }),
        (error: unknown) => change({ problem: error instanceof Error ? error.message : String(error) }),
      );
    },
  };
}
