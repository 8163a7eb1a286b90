import { randomUUID } from 'node:crypto';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { sortCode } from '#domain/codes/scanned-code.ts';
import { TestClerk } from '#platform/testing/test-clerk.ts';
import { createMemoryLog } from '#terminal/log/log.ts';
import { openStorage } from '#terminal/storage/open-storage.ts';
import type { Storage } from '#terminal/storage/storage.ts';
import { createTicketing, type Ticketing } from '#terminal/testing/ticketing.ts';
import { systemTimers } from '#terminal/timers.ts';
import type { TestDatabase } from '../harness/database.ts';
import type { Program } from '../harness/program.ts';
import { sharedDatabase } from '../harness/shared-database.ts';
import { type PlatformReady, startPlatform } from '../harness/stack.ts';

/** The ticket side of the terminal against the real platform on a real PostgreSQL, over real HTTP. */

// Processes are started and stopped inside the tests; a busy machine takes its time over that.
vi.setConfig({ testTimeout: 60_000 });

const CODES = Array.from({ length: 12 }, (_, index) => `link-code-${index + 1}`);
let codesUsed = 0;

let folder = '';
let database: TestDatabase;
let platform: Program<PlatformReady>;

type Terminal = Ticketing & { readonly folder: string; readonly close: () => Promise<void> };
const open = new Set<Storage>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'terminal-and-platform-'));
  database = await sharedDatabase();
  platform = await startPlatform({ folder, enrolCodes: CODES, databaseUrl: database.url });
}, 60_000);

afterEach(() => {
  for (const storage of open) storage.close();
  open.clear();
});

afterAll(async () => {
  await platform.stop();
  await database.stop();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

async function openTerminal(at?: { readonly folder: string; readonly machine?: string }): Promise<Terminal> {
  const dataDir = at?.folder ?? (await mkdtemp(join(folder, 'terminal-')));
  const clock = { now: Date.now };
  const log = createMemoryLog();
  const storage = openStorage({ file: join(dataDir, 'terminal.sqlite'), clock, log });
  open.add(storage);
  if (!at) codesUsed += 1;
  const ticketing = createTicketing({
    storage,
    clock,
    timers: systemTimers,
    log,
    printer: undefined,
    keyFolder: join(dataDir, 'keys'),
    platform: { url: platform.ready.url, enrolCode: CODES[codesUsed - 1] },
    leases: { size: 10, refillBelow: 4, daysAhead: 1 },
    softwareVersion: '0.1.0',
    machine: at?.machine ?? 'machine-1',
  })._unsafeUnwrap();
  return {
    ...ticketing,
    folder: dataDir,
    close: async () => {
      await ticketing.stop();
      storage.close();
      open.delete(storage);
    },
  };
}

function take(terminal: Terminal) {
  const service = terminal.hall.current()?.services.find(({ queueId }) => queueId !== null);
  const sessionId = randomUUID();
  const taken = terminal.queue.take(
    { sessionId, language: 'zh-CN', personKey: null, heldTickets: [] },
    { serviceId: service?.serviceId ?? '', requestKey: randomUUID() },
  );
  terminal.queue.sessionEnded(sessionId);
  return taken;
}

async function restartPlatform(whileAway: () => Promise<void>): Promise<void> {
  const port = Number(new URL(platform.ready.url).port);
  await platform.stop();
  await whileAway();
  platform = await startPlatform({ folder, enrolCodes: CODES, databaseUrl: database.url, port });
}

describe('a terminal and its platform', () => {
  it('enrol, agree on hall and numbers, and tickets arrive with what became of their paper', async () => {
    const terminal = await openTerminal();
    (await terminal.round())._unsafeUnwrap();
    const ticket = take(terminal)._unsafeUnwrap();
    expect(terminal.platform()).toMatchObject({ state: 'connected', unsent: 2 });
    (await terminal.round())._unsafeUnwrap();
    expect(terminal.platform()).toMatchObject({ unsent: 0, refused: 0 });
    expect(
      await database.rows('select print_outcome from tickets where ticket_id = $1', [ticket.ticketId]),
    ).toEqual([{ print_outcome: 'failed' }]);
    expect(terminal.queue.view(ticket.ticketId)?.waiting).toMatchObject({ complete: true });
  });

  it('part for a while: numbers go on from the lease and everything is reconciled, once', async () => {
    const [one, other] = [await openTerminal(), await openTerminal()];
    for (const terminal of [one, other]) (await terminal.round())._unsafeUnwrap();
    const labels: string[] = [];
    await restartPlatform(async () => {
      for (let given = 0; given < 8; given += 1) {
        for (const terminal of [one, other]) labels.push(take(terminal)._unsafeUnwrap().label);
      }
      expect((await one.round())._unsafeUnwrapErr()).toEqual({ kind: 'away' });
      expect(one.platform()).toMatchObject({ state: 'unreachable', unsent: 16 });
    });
    expect(new Set(labels).size).toBe(16);
    for (const terminal of [one, other]) {
      (await terminal.round())._unsafeUnwrap();
      expect(terminal.platform()).toMatchObject({ state: 'connected', unsent: 0, refused: 0 });
    }
    const doubled = await database.rows(
      'select queue_id, business_date, ticket_number from tickets group by 1, 2, 3 having count(*) > 1',
    );
    expect(doubled).toEqual([]);
  });

  it('hold when the leased numbers are used up far from the platform', async () => {
    const terminal = await openTerminal();
    (await terminal.round())._unsafeUnwrap();
    for (let given = 0; given < 10; given += 1) take(terminal)._unsafeUnwrap();
    expect(take(terminal)._unsafeUnwrapErr()).toBe('NUMBERS_USED_UP');
    (await terminal.round())._unsafeUnwrap();
    expect(take(terminal).isOk()).toBe(true);
  });

  it('know each other again after a restart of the terminal in the middle of the exchange', async () => {
    const terminal = await openTerminal();
    (await terminal.round())._unsafeUnwrap();
    take(terminal)._unsafeUnwrap();
    await terminal.close();
    const restarted = await openTerminal({ folder: terminal.folder });
    expect(restarted.platform().unsent).toBe(2);
    (await restarted.round())._unsafeUnwrap();
    expect(restarted.platform()).toMatchObject({ state: 'connected', unsent: 0, refused: 0 });
  });

  it('refuse a copy of the terminal, and the copy gives no number that the first one has', async () => {
    const terminal = await openTerminal();
    (await terminal.round())._unsafeUnwrap();
    await terminal.close();
    const copyFolder = `${terminal.folder}-copy`;
    await cp(terminal.folder, copyFolder, { recursive: true });
    const first = await openTerminal({ folder: terminal.folder });
    (await first.round())._unsafeUnwrap();
    const copy = await openTerminal({ folder: copyFolder, machine: 'machine-2' });
    expect(take(copy)._unsafeUnwrapErr()).toBe('NUMBERS_USED_UP');
    expect((await copy.round())._unsafeUnwrapErr()).toEqual({ kind: 'refused' });
    expect(copy.platform()).toMatchObject({ state: 'refused', reason: 'IDENTITY_IN_USE' });
    (await first.round())._unsafeUnwrap();
    expect(take(first).isOk()).toBe(true);
  });

  it('tell a copy on the same machine-id apart, which then gives no numbers', async () => {
    const terminal = await openTerminal();
    (await terminal.round())._unsafeUnwrap();
    await terminal.close();
    const copyFolder = `${terminal.folder}-image`;
    await cp(terminal.folder, copyFolder, { recursive: true });
    const [first, copy] = [
      await openTerminal({ folder: terminal.folder }),
      await openTerminal({ folder: copyFolder }),
    ];
    (await first.round())._unsafeUnwrap();
    expect((await copy.round())._unsafeUnwrapErr()).toEqual({ kind: 'refused' });
    expect(copy.platform()).toMatchObject({ state: 'refused', reason: 'IDENTITY_IN_USE' });
    expect(take(copy)._unsafeUnwrapErr()).toBe('NUMBERS_USED_UP');
    expect(take(first).isOk()).toBe(true);
  });

  it('keep the tickets of a terminal that has lost its keys and is enrolled anew', async () => {
    const terminal = await openTerminal();
    (await terminal.round())._unsafeUnwrap();
    const ticket = take(terminal)._unsafeUnwrap();
    await terminal.close();
    await rm(join(terminal.folder, 'keys'), { recursive: true });
    codesUsed += 1;
    const renewed = await openTerminal({ folder: terminal.folder });
    (await renewed.round())._unsafeUnwrap();
    expect(renewed.platform()).toMatchObject({ state: 'connected', unsent: 0, refused: 0 });
    expect(
      await database.rows('select print_outcome from tickets where ticket_id = $1', [ticket.ticketId]),
    ).toEqual([{ print_outcome: 'failed' }]);
  });

  it('know an appointment by its card and by its code, and keep it with the number', async () => {
    const terminal = await openTerminal();
    (await terminal.round())._unsafeUnwrap();
    const administrator = new TestClerk(platform.ready.url);
    await administrator.signIn('admin', '135790');
    const service = terminal.hall.current()?.services.find(({ appointments }) => appointments);
    const serviceId = service?.serviceId ?? '';
    const from = new Date().toISOString();
    const to = new Date(Date.now() + 20 * 60_000).toISOString();
    const idNumber = '11010519491231002X';
    const { appointmentId, code } = await administrator.desk.appointments.book({
      actionKey: uuidv7(),
      serviceId,
      from,
      to,
      idNumber,
    });
    expect(sortCode(code)).toEqual({ kind: 'appointment', code });
    const found = { appointments: [{ appointmentId, serviceId, from, to }], closed: [], later: [] };
    for (const query of [{ idNumber }, { code }]) {
      const answer = await terminal.link.call('appointments.find', (client) =>
        client.appointments.find(query),
      );
      expect(answer._unsafeUnwrap()).toEqual(found);
    }
    const appointment = { appointmentId, from: Date.parse(from), to: Date.parse(to) };
    const ticket = terminal.queue
      .take(
        { sessionId: randomUUID(), language: 'zh-CN', personKey: null, heldTickets: [] },
        { serviceId, requestKey: randomUUID(), appointment },
      )
      ._unsafeUnwrap();
    (await terminal.round())._unsafeUnwrap();
    expect(terminal.platform()).toMatchObject({ unsent: 0, refused: 0 });
    expect(
      await database.rows('select state, ticket_id from appointments where appointment_id = $1', [
        appointmentId,
      ]),
    ).toEqual([{ state: 'checked-in', ticket_id: ticket.ticketId }]);
    expect(
      await database.rows('select priority_class, issued_offline from tickets where ticket_id = $1', [
        ticket.ticketId,
      ]),
    ).toEqual([{ priority_class: 'appointment', issued_offline: false }]);
  });

  it('agree on what a code opens, and on a ticket that was given back', async () => {
    const terminal = await openTerminal();
    (await terminal.round())._unsafeUnwrap();
    const visitor = { sessionId: randomUUID(), language: 'zh-CN', personKey: null, heldTickets: [] } as const;
    const service = terminal.hall.current()?.services.find(({ queueId }) => queueId !== null);
    const ticket = terminal.queue
      .take(visitor, { serviceId: service?.serviceId ?? '', requestKey: randomUUID() })
      ._unsafeUnwrap();
    terminal.queue.cancel(visitor, ticket.ticketId)._unsafeUnwrap();
    terminal.queue.sessionEnded(visitor.sessionId);
    (await terminal.round())._unsafeUnwrap();
    expect(terminal.platform()).toMatchObject({ unsent: 0, refused: 0 });
    const sorted = sortCode(ticket.code);
    const code = sorted.kind === 'ticket' ? sorted.code : '';
    expect(
      await database.rows(
        'select state from tickets where code_hash = sha256($1::bytea) and ticket_id = $2',
        [Buffer.from(code), ticket.ticketId],
      ),
    ).toEqual([{ state: 'cancelled' }]);
  });

  it('say so when the code is wrong and when the terminal was disabled', async () => {
    const terminal = await openTerminal();
    (await terminal.round())._unsafeUnwrap();
    const label = terminal.link.terminalLabel();
    await database.rows('update terminals set disabled_at = now() where terminal_label = $1', [label]);
    expect((await terminal.round()).isErr()).toBe(true);
    expect(terminal.platform()).toMatchObject({ state: 'refused', reason: 'TERMINAL_DISABLED' });
    expect(take(terminal).isOk()).toBe(true);
    await database.rows('update terminals set disabled_at = null where terminal_label = $1', [label]);
    (await terminal.round())._unsafeUnwrap();
    expect(terminal.platform()).toMatchObject({ state: 'connected', unsent: 0 });

    codesUsed -= 1;
    const late = await openTerminal();
    expect((await late.round()).isErr()).toBe(true);
    expect(late.platform()).toMatchObject({ state: 'refused', reason: 'ENROL_CODE_WRONG' });
  });
});
