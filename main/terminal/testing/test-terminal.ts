import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import type { BusinessDate } from '#domain/time/hall-time.ts';
import type { ReceiptPrinter } from '#drivers/receipt-printer/receipt-printer.ts';
import { createMemoryLog } from '../log/log.ts';
import { openStorage } from '../storage/open-storage.ts';
import type { Storage } from '../storage/storage.ts';
import { testHall } from './demo-hall.ts';
import { createTestTime, type TestTime } from './test-time.ts';
import { createTicketing, type Ticketing, type TicketingOptions } from './ticketing.ts';

export type TestTerminal = Ticketing & {
  readonly storage: Storage;
  readonly time: TestTime;
  readonly log: ReturnType<typeof createMemoryLog>;
  readonly folder: string;
  /** Puts a lease into the database as if the platform had given it. */
  readonly lease: (queueId: string, businessDate: BusinessDate, first: number, last: number) => string;
  readonly rows: (sql: string) => unknown[];
};

export type TestTerminalOptions = Partial<TicketingOptions> & {
  readonly folder?: string;
  readonly time?: TestTime;
  readonly withHall?: boolean;
};

/** The ticket side of the service on a real database in a folder of its own; opened again on the same folder it is a restart. */
export function openTestTerminal(
  printer: ReceiptPrinter | undefined,
  options: TestTerminalOptions = {},
): TestTerminal {
  const { folder = newFolder(), time = createTestTime(), withHall = true, ...rest } = options;
  const log = createMemoryLog();
  const storage = openStorage({ file: join(folder, 'terminal.sqlite'), clock: time, log });
  const ticketing = createTicketing({
    storage,
    clock: time,
    timers: time,
    log,
    printer,
    keyFolder: join(folder, 'keys'),
    platform: { url: 'http://127.0.0.1:9' },
    leases: { size: 50, refillBelow: 20, daysAhead: 1 },
    softwareVersion: '0.1.0',
    random: () => 0.5,
    ...rest,
  })._unsafeUnwrap();
  if (withHall && ticketing.hall.version() === 0) ticketing.hall.replace(testHall)._unsafeUnwrap();
  const insertLease = storage.database.prepare('INSERT INTO lease VALUES (?, ?, ?, ?, ?, ?)');
  return {
    ...ticketing,
    storage,
    time,
    log,
    folder,
    lease: (queueId, businessDate, first, last) => {
      const leaseId = uuidv7();
      insertLease.run(leaseId, queueId, businessDate, first, last, first);
      return leaseId;
    },
    rows: (sql) => storage.database.prepare(sql).all(),
  };
}

const folders = new Set<string>();

export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'terminal-'));
  folders.add(folder);
  return folder;
}

export function removeFolders(): void {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  folders.clear();
}
