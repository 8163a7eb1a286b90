import { randomUUID } from 'node:crypto';
import { afterEach, expect, it } from 'vitest';
import { DEFAULT_CODE_RULES } from '#domain/codes/scanned-code.ts';
import { openKeyFile } from '../sealing/key-store.ts';
import { createSealer } from '../sealing/sealed.ts';
import { createSessions, type Sessions } from '../session/session.ts';
import { createSessionQueue, type SessionQueue } from '../session/session-queue.ts';
import { copiesAt } from '../testing/copies-at.ts';
import { createScriptedPrinter } from '../testing/scripted-printer.ts';
import { openTestTerminal, removeFolders, type TestTerminal } from '../testing/test-terminal.ts';
import { createScanning, type Scanning } from './scanning.ts';

const TODAY = '2026-11-21';

let terminal: TestTerminal;
let sessions: Sessions;
let queue: SessionQueue;
let scanning: Scanning;
let closedEarly: boolean;
let asked: string[];

function open(): void {
  closedEarly = false;
  asked = [];
  terminal = openTestTerminal(createScriptedPrinter());
  terminal.lease('q-a', TODAY, 1, 50);
  const { time, log, folder } = terminal;
  sessions = createSessions({
    clock: time,
    timers: time,
    timing: { idleMs: 90_000, warningMs: 20_000 },
    log,
    elapsed: time.now,
  });
  const keys = openKeyFile(`${folder}/session-keys`, log)._unsafeUnwrap();
  queue = createSessionQueue(
    sessions,
    terminal.queue,
    createSealer(keys, log),
    copiesAt(terminal, sessions),
    terminal.holders,
  );
  scanning = createScanning({
    scanner: undefined,
    sessions,
    queue,
    appointments: { findByCode: (_, code) => asked.push(code) },
    isClosedEarly: () => closedEarly,
    log,
    codeRules: {
      ...DEFAULT_CODE_RULES,
      cases: [{ startsWith: 'NMG', alphabet: 'digits', minLength: 12, maxLength: 12 }],
    },
  });
}

afterEach(() => {
  scanning.stop();
  queue.stop();
  removeFolders();
});

const shown = () => {
  const view = sessions.view.get();
  return view.phase === 'active'
    ? {
        kind: view.scanned?.kind,
        count: view.scanned?.count,
        labels: view.earlierTickets.map((t) => t.label),
      }
    : 'attract';
};

it('a ticket on paper may be printed again by whoever holds it, and by nobody after him', () => {
  open();
  sessions.start('zh-CN');
  const { code, ticketId } = queue.take({ serviceId: 's-id', requestKey: randomUUID() })._unsafeUnwrap();
  sessions.end('finished');

  scanning.read(code);
  expect(shown()).toBe('attract');
  sessions.start('zh-CN');
  expect(queue.reprint(ticketId, randomUUID())._unsafeUnwrapErr()).toBe('TICKET_UNKNOWN');
  scanning.read(`${code}\r\n`);
  expect(shown()).toEqual({ kind: 'ticket', count: 1, labels: ['A001'] });
  expect(queue.reprint(ticketId, randomUUID()).isOk()).toBe(true);

  sessions.start('zh-CN');
  expect(shown()).toEqual({ kind: undefined, count: undefined, labels: [] });
  expect(queue.reprint(ticketId, randomUUID())._unsafeUnwrapErr()).toBe('TICKET_UNKNOWN');
});

it('what is no ticket of here is named, and nothing of it is kept or logged', async () => {
  open();
  sessions.start('zh-CN');
  scanning.read(`MSB1:${'q'.repeat(22)}`);
  expect(shown()).toEqual({ kind: 'ticket-asked', count: 1, labels: [] });
  await expect.poll(shown).toEqual({ kind: 'ticket-unreachable', count: 2, labels: [] });
  scanning.read('NMG202611210042');
  expect(shown()).toEqual({ kind: 'case', count: 3, labels: [] });
  scanning.read('11010519491231002X');
  expect(shown()).toEqual({ kind: 'unknown', count: 4, labels: [] });
  expect(JSON.stringify(sessions.view.get())).not.toContain('11010519491231002X');
  expect(JSON.stringify(terminal.log.entries)).not.toContain('11010519491231002X');
});

it('on the day on which the hall closed early, also a ticket of here is asked for: it may stand for another time', () => {
  open();
  sessions.start('zh-CN');
  const { code } = queue.take({ serviceId: 's-id', requestKey: randomUUID() })._unsafeUnwrap();
  scanning.read(code);
  expect(asked).toEqual([]);
  closedEarly = true;
  scanning.read(code);
  expect(asked).toHaveLength(1);
  expect(code).toContain(asked[0]);
});
