import { join } from 'node:path';
import type { ReceiptPrinter } from '#drivers/receipt-printer/receipt-printer.ts';
import { openKeyFile } from '../sealing/key-store.ts';
import { createSealer } from '../sealing/sealed.ts';
import type { ActiveSession, Sessions } from '../session/session.ts';
import { createSessionQueue, type SessionQueue } from '../session/session-queue.ts';
import type { Person } from '../session/session-state.ts';
import { copiesAt } from './copies-at.ts';
import { type FaultyPlatform, startFaultyPlatform } from './faulty-platform.ts';
import { sessionsAt } from './sessions-at.ts';
import { openTestTerminal, removeFolders, type TestTerminal } from './test-terminal.ts';

export const NUMBER = '11010519491231002X';
export const person: Person = {
  kind: 'resident',
  name: '样本',
  number: NUMBER,
  birthDate: '1949-12-31',
  sex: 'male',
  validFrom: '2016-01-01',
  validTo: undefined,
};

/** A terminal at its platform, with people before it who take numbers. */
export type SessionBench = {
  readonly platform: FaultyPlatform;
  readonly terminal: TestTerminal;
  readonly sessions: Sessions;
  readonly queue: SessionQueue;
  /** The hall's early closing, as the terminal hears of it. */
  readonly hall: { closedEarly: boolean };
  /** Begins a session of whoever laid his card. */
  readonly withCard: () => ActiveSession;
  /** The same terminal after its service was started again. */
  readonly restarted: () => SessionBench;
  readonly close: () => Promise<void>;
};

export async function startSessionBench(
  printer: () => ReceiptPrinter | undefined = () => undefined,
): Promise<SessionBench> {
  return benchAt(await startFaultyPlatform(), printer);
}

function benchAt(
  platform: FaultyPlatform,
  printer: () => ReceiptPrinter | undefined,
  before?: TestTerminal,
): SessionBench {
  const terminal = openTestTerminal(printer(), {
    platform: { url: platform.url, enrolCode: 'ABCD-EFGH' },
    requestTimeoutMs: 15_000,
    ...(before && { folder: before.folder, time: before.time }),
  });
  const { log, folder } = terminal;
  const sessions = sessionsAt(terminal);
  const hall = { closedEarly: false };
  const keys = openKeyFile(join(folder, 'keys'), log)._unsafeUnwrap();
  const copies = copiesAt(terminal, sessions, () => hall.closedEarly);
  const queue = createSessionQueue(
    sessions,
    terminal.queue,
    createSealer(keys, log),
    copies,
    terminal.holders,
  );
  return {
    platform,
    terminal,
    sessions,
    queue,
    hall,
    withCard: () => {
      const session = sessions.start('zh-CN');
      session.setPerson(person, { state: 'unknown' });
      return session;
    },
    restarted: () => {
      queue.stop();
      terminal.link.close();
      terminal.storage.close();
      return benchAt(platform, printer, terminal);
    },
    close: async () => {
      queue.stop();
      terminal.link.close();
      await platform.close();
      removeFolders();
    },
  };
}
