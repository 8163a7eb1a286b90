import { randomUUID } from 'node:crypto';
import { cpSync } from 'node:fs';
import { z } from 'zod';
import type { Refusal } from '#contract/platform/commands.ts';
import { type Fault, type FaultyPlatform, startFaultyPlatform } from './faulty-platform.ts';
import {
  newFolder,
  openTestTerminal,
  removeFolders,
  type TestTerminal,
  type TestTerminalOptions,
} from './test-terminal.ts';

/** A platform that can fail, and terminals that sync with it; each leases five numbers at a time. */
export type SyncBench = {
  readonly platform: FaultyPlatform;
  readonly openTerminal: (options?: TestTerminalOptions) => TestTerminal;
  /** The fault strikes one procedure, the first `times` times. */
  readonly strike: (procedure: string, fault: Fault, times?: number) => void;
  /** The platform refuses the next record, and takes those after it. */
  readonly strikeCommand: (reason: Refusal) => void;
  readonly leaseKeys: () => string[];
  readonly close: () => Promise<void>;
};

const leaseRequest = z.object({ requestKey: z.string() });

export const CODE = 'ABCD-EFGH';
export const MINUTE_MS = 60_000;

export async function startSyncBench(): Promise<SyncBench> {
  const platform = await startFaultyPlatform();
  return {
    platform,
    openTerminal: (options = {}) =>
      openTestTerminal(undefined, {
        withHall: false,
        platform: { url: platform.url, enrolCode: CODE },
        leases: { size: 5, refillBelow: 2, daysAhead: 0 },
        requestTimeoutMs: 15_000,
        ...options,
      }),
    strike: (procedure, fault, times = 1) => {
      let left = times;
      platform.fault = (asked) => {
        if (asked !== procedure || left === 0) return undefined;
        left -= 1;
        return fault;
      };
    },
    strikeCommand: (reason) => {
      platform.refuseCommand = ({ key }) => {
        platform.refuseCommand = () => undefined;
        return { key, outcome: 'refused', reason };
      };
    },
    leaseKeys: () =>
      platform.requests.flatMap(({ procedure, input }) =>
        procedure === 'leases' ? [leaseRequest.parse(input).requestKey] : [],
      ),
    close: async () => {
      await platform.close();
      removeFolders();
    },
  };
}

/** Takes a number for somebody without a card. */
export function take(terminal: TestTerminal, serviceId = 's-id') {
  const visitor = { sessionId: randomUUID(), language: 'zh-CN', personKey: null, heldTickets: [] } as const;
  return terminal.queue.take(visitor, { serviceId, requestKey: randomUUID() });
}

/** @returns the folder of a copy of the terminal's disk as it is now */
export function copyOf(terminal: TestTerminal): string {
  terminal.storage.database.pragma('wal_checkpoint(TRUNCATE)');
  const folder = newFolder();
  cpSync(terminal.folder, folder, { recursive: true });
  return folder;
}
