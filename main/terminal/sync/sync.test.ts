import { randomUUID } from 'node:crypto';
import { cpSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Refusal } from '#contract/platform/commands.ts';
import { createEnrolment } from '../enrolment/enrolment.ts';
import { guardLeases } from '../queue/lease-guard.ts';
import { createLeaseStore } from '../queue/lease-store.ts';
import { testHall } from '../testing/demo-hall.ts';
import { type Fault, type FaultyPlatform, startFaultyPlatform } from '../testing/faulty-platform.ts';
import { fillDisk, mountTestDisk } from '../testing/test-disk.ts';
import {
  newFolder,
  openTestTerminal,
  removeFolders,
  type TestTerminal,
  type TestTerminalOptions,
} from '../testing/test-terminal.ts';

let platform: FaultyPlatform;
let unmount: (() => void) | undefined;

beforeEach(async () => {
  platform = await startFaultyPlatform();
});

afterEach(async () => {
  await platform.close();
  unmount?.();
  unmount = undefined;
  removeFolders();
});

const CODE = 'ABCD-EFGH';
const MINUTE_MS = 60_000;

function openTerminal(options: TestTerminalOptions = {}): TestTerminal {
  return openTestTerminal(undefined, {
    withHall: false,
    platform: { url: platform.url, enrolCode: CODE },
    leases: { size: 5, refillBelow: 2, daysAhead: 0 },
    requestTimeoutMs: 15_000,
    ...options,
  });
}

function take(terminal: TestTerminal, serviceId = 's-id') {
  const visitor = { sessionId: randomUUID(), language: 'zh-CN', personKey: null, heldTickets: [] } as const;
  return terminal.queue.take(visitor, { serviceId, requestKey: randomUUID() });
}

/** The fault strikes one procedure, the first `times` times. */
function strike(procedure: string, fault: Fault, times = 1) {
  let left = times;
  platform.fault = (asked) => {
    if (asked !== procedure || left === 0) return undefined;
    left -= 1;
    return fault;
  };
}

/** The platform refuses the next record, and takes those after it. */
function strikeCommand(reason: Refusal) {
  platform.refuseCommand = ({ key }) => {
    platform.refuseCommand = () => undefined;
    return { key, outcome: 'refused', reason };
  };
}

const leaseKeys = () =>
  platform.requests.flatMap(({ procedure, input }) =>
    procedure === 'leases' ? [(input as { requestKey: string }).requestKey] : [],
  );

describe('a round with the platform', () => {
  it('enrols, says hello, brings the hall and numbers, hands tickets in and counts', async () => {
    const terminal = openTerminal();
    platform.waiting = { 'q-a': 7 };
    (await terminal.round())._unsafeUnwrap();
    expect(terminal.platform()).toEqual({
      state: 'connected',
      since: '2026-11-21T02:00:00.000Z',
      unsent: 0,
      refused: 0,
    });
    expect(terminal.hall.current()).toEqual(testHall);
    expect(terminal.link.terminalLabel()).toBe('A-01');
    const ticket = take(terminal)._unsafeUnwrap();
    expect(ticket).toMatchObject({ label: 'A001', waiting: { ahead: 7, complete: true } });
    expect(terminal.platform().unsent).toBe(1);
    (await terminal.round())._unsafeUnwrap();
    expect(platform.taken.map(({ body }) => body)).toEqual([
      expect.objectContaining({ kind: 'ticket.issued', ticketId: ticket.ticketId, number: 1 }),
    ]);
    expect(terminal.platform().unsent).toBe(0);
  });

  it('keeps its key in an owner-only file and does not enrol twice', async () => {
    const terminal = openTerminal();
    (await terminal.round())._unsafeUnwrap();
    const file = join(terminal.folder, 'keys', 'platform-identity.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).not.toContain(CODE);
    terminal.storage.close();
    platform.fault = (procedure) => (procedure === 'enrol' ? 'ENROL_CODE_WRONG' : undefined);
    const restarted = openTerminal({ folder: terminal.folder, time: terminal.time });
    (await restarted.round())._unsafeUnwrap();
    expect(
      platform.requests.filter(({ procedure }) => procedure === 'hello').map(({ input }) => input),
    ).toEqual([
      { previousLink: null, softwareVersion: '0.1.0' },
      { previousLink: 'link-1', softwareVersion: '0.1.0' },
    ]);
  });

  it.each([
    'ENROL_CODE_WRONG',
    'CLOCK_WRONG',
    'TERMINAL_DISABLED',
    'IDENTITY_IN_USE',
    'PLATFORM_REFUSED',
  ] as const)('shows %s as the reason of a refusal and works again when it is over', async (refusal) => {
    const terminal = openTerminal();
    strike(refusal === 'ENROL_CODE_WRONG' ? 'enrol' : 'hello', refusal);
    expect((await terminal.round())._unsafeUnwrapErr()).toEqual({ kind: 'refused' });
    expect(terminal.platform()).toMatchObject({ state: 'refused', reason: refusal });
    (await terminal.round())._unsafeUnwrap();
    expect(terminal.platform().state).toBe('connected');
  });

  it("tells a clock that differs from the platform's, and that it is right again", async () => {
    const terminal = openTerminal();
    const told: (number | undefined)[] = [];
    terminal.link.onState(() => told.push(terminal.link.clockDifferenceMs()));
    const atTime = async (time: string) => {
      platform.time = time;
      terminal.time.advance(61 * MINUTE_MS);
      (await terminal.round())._unsafeUnwrap();
      return told.at(-1);
    };
    expect(await atTime('2026-11-21T03:01:30.000Z')).toBeUndefined();
    expect(await atTime('2026-11-21T04:02:31.000Z')).toBe(31_000);
    expect(await atTime('2026-11-21T05:02:29.000Z')).toBe(-31_000);
    platform.time = '2026-11-21T05:08:00.000Z';
    terminal.time.advance(5 * MINUTE_MS);
    (await terminal.round())._unsafeUnwrap();
    expect([told.at(-1), terminal.link.clockDifferenceMs()]).toEqual([undefined, undefined]);
  });

  it('says that it is not enrolled when it has no code', async () => {
    const terminal = openTerminal({ platform: { url: platform.url } });
    expect((await terminal.round()).isErr()).toBe(true);
    expect(terminal.platform()).toMatchObject({ state: 'refused', reason: 'NOT_ENROLLED' });
  });

  it.each(['refuse-connection', 'silence', 'garbage', 'wrong-shape', 'bad-gateway'] as const)(
    'takes %s for a platform out of reach, goes on giving numbers and reconciles afterwards',
    async (fault) => {
      const terminal = openTerminal(fault === 'silence' ? { requestTimeoutMs: 2_000 } : {});
      (await terminal.round())._unsafeUnwrap();
      platform.fault = () => fault;
      terminal.time.advance(MINUTE_MS);
      expect((await terminal.round())._unsafeUnwrapErr()).toEqual({ kind: 'away' });
      const given = [take(terminal), take(terminal)].map((taken) => taken._unsafeUnwrap());
      expect(given.map(({ label, waiting }) => [label, waiting.ahead, waiting.complete])).toEqual([
        ['A001', 0, false],
        ['A002', 1, false],
      ]);
      expect((await terminal.round())._unsafeUnwrapErr()).toEqual({ kind: 'away' });
      expect(terminal.platform()).toMatchObject({
        state: 'unreachable',
        reason: 'PLATFORM_UNREACHABLE',
        unsent: 2,
      });
      platform.fault = () => undefined;
      (await terminal.round())._unsafeUnwrap();
      expect(terminal.platform()).toMatchObject({ state: 'connected', unsent: 0 });
      expect(platform.taken).toHaveLength(2);
    },
  );

  it('drops what is under way when it stops', async () => {
    const terminal = openTerminal({ requestTimeoutMs: 60_000 });
    const struck = Promise.withResolvers<void>();
    platform.fault = () => {
      struck.resolve();
      return 'silence';
    };
    terminal.start();
    await struck.promise;
    await terminal.stop();
    expect(terminal.log.entries.filter(({ name }) => name === 'platform.call-failed')).toEqual([]);
  });
});

describe('a new code in the configuration of an enrolled terminal', () => {
  async function enrolledWithNewCode(): Promise<TestTerminal> {
    const terminal = openTerminal();
    (await terminal.round())._unsafeUnwrap();
    terminal.storage.close();
    return openTerminal({
      folder: terminal.folder,
      time: terminal.time,
      platform: { url: platform.url, enrolCode: 'WXYZ-WXYZ' },
    });
  }

  const enrolled = (terminal: TestTerminal) =>
    terminal.log.entries.some(({ name }) => name === 'platform.enrolled');

  it.each(['PLATFORM_REFUSED', 'IDENTITY_IN_USE'] as const)('is used when %s', async (refusal) => {
    const terminal = await enrolledWithNewCode();
    take(terminal)._unsafeUnwrap();
    strike('hello', refusal);
    (await terminal.round())._unsafeUnwrap();
    expect(enrolled(terminal)).toBe(true);
    expect(terminal.platform()).toMatchObject({ state: 'connected', unsent: 0, refused: 0 });
    expect(take(terminal)._unsafeUnwrap().label).toBe('A006');
  });

  it.each(['CLOCK_WRONG', 'TERMINAL_DISABLED', 'forbidden'] as const)(
    'is left alone when %s: the terminal stays who it is and keeps its numbers',
    async (fault) => {
      const terminal = await enrolledWithNewCode();
      strike('hello', fault);
      expect((await terminal.round())._unsafeUnwrapErr()).toEqual({ kind: 'refused' });
      expect(enrolled(terminal)).toBe(false);
      expect(take(terminal)._unsafeUnwrap().label).toBe('A001');
      (await terminal.round())._unsafeUnwrap();
      expect(terminal.platform()).toMatchObject({ unsent: 0, refused: 0 });
    },
  );
});

describe('a disk that has no room for the identity', () => {
  it('stops nothing for good: enrolment, link and count of starts are saved once there is room', async (context) => {
    const keyFolder = newFolder();
    const disk = mountTestDisk(keyFolder, '64k');
    if (!disk) {
      context.skip('mounting is not allowed here');
      return;
    }
    unmount = disk.unmount;
    const filler = join(keyFolder, 'filler');
    const terminal = openTerminal({ keyFolder });
    const roundIn = async (state: 'full' | 'roomy') => {
      if (state === 'full') fillDisk(filler);
      else rmSync(filler);
      return terminal.round();
    };
    expect((await roundIn('full'))._unsafeUnwrapErr()).toEqual({ kind: 'storage' });
    expect(terminal.platform()).toMatchObject({ state: 'unreachable', reason: 'STORAGE_FULL' });
    (await roundIn('roomy'))._unsafeUnwrap();
    expect(terminal.platform().state).toBe('connected');

    terminal.time.advance(61 * MINUTE_MS);
    expect((await roundIn('full'))._unsafeUnwrapErr()).toEqual({ kind: 'storage' });
    expect(take(terminal)._unsafeUnwrap().label).toBe('A001');
    const { storage, time: clock, log } = terminal;
    const enrolment = createEnrolment({ keyFolder, enrolCode: undefined, log })._unsafeUnwrap();
    expect(enrolment.link()).toBe('link-1');
    const guard = guardLeases({
      storage,
      leases: createLeaseStore({ storage, clock, log }),
      machine: 'test-machine',
      starts: { read: enrolment.starts, write: enrolment.saveStarts },
    });
    expect(guard._unsafeUnwrapErr()).toBe('STORAGE_FULL');
    (await roundIn('roomy'))._unsafeUnwrap();
    expect(terminal.platform()).toMatchObject({ state: 'connected', unsent: 0 });
    expect(take(terminal)._unsafeUnwrap().label).toBe('A002');
  });
});

describe('number leases', () => {
  it('are asked for with the same key until the answer has come, also over a restart', async () => {
    const terminal = openTerminal();
    strike('leases', 'lose-answer');
    expect((await terminal.round()).isErr()).toBe(true);
    expect(take(terminal)._unsafeUnwrapErr()).toBe('NUMBERS_USED_UP');
    terminal.storage.close();

    const restarted = openTerminal({ folder: terminal.folder, time: terminal.time });
    (await restarted.round())._unsafeUnwrap();
    const keys = leaseKeys();
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(1);
    expect(take(restarted)._unsafeUnwrap().label).toBe('A001');
    (await restarted.round())._unsafeUnwrap();
    expect(leaseKeys()).toHaveLength(2);
  });

  it('are refilled when they run low and go on without a gap', async () => {
    const terminal = openTerminal();
    const labels: string[] = [];
    for (let given = 0; given < 12; given += 1) {
      (await terminal.round())._unsafeUnwrap();
      labels.push(take(terminal)._unsafeUnwrap().label);
    }
    expect(labels).toEqual(
      Array.from({ length: 12 }, (_, index) => `A${String(index + 1).padStart(3, '0')}`),
    );
  });

  it('are asked for anew when the platform will never grant the question, or its day is over', async () => {
    const terminal = openTerminal();
    strike('leases', 'PLATFORM_REFUSED');
    expect((await terminal.round()).isErr()).toBe(true);
    strike('leases', 'lose-answer');
    expect((await terminal.round()).isErr()).toBe(true);
    terminal.time.advance(2 * 24 * 60 * MINUTE_MS);
    platform.fault = () => undefined;
    (await terminal.round())._unsafeUnwrap();
    expect(new Set(leaseKeys()).size).toBe(2);
    expect(take(terminal)._unsafeUnwrap().businessDate).toBe('2026-11-23');
  });

  it('that the platform has none of are asked for again after some minutes, not in every round', async () => {
    const terminal = openTerminal();
    platform.fullQueues = ['q-b'];
    for (let round = 0; round < 4; round += 1) {
      (await terminal.round())._unsafeUnwrap();
      terminal.time.advance(MINUTE_MS);
    }
    expect(leaseKeys()).toHaveLength(1);
    for (let given = 0; given < 4; given += 1) take(terminal)._unsafeUnwrap();
    (await terminal.round())._unsafeUnwrap();
    expect(platform.leases.get(leaseKeys()[1] ?? '')?.map(({ queueId }) => queueId)).toEqual(['q-a']);
    platform.fullQueues = [];
    terminal.time.advance(MINUTE_MS);
    (await terminal.round())._unsafeUnwrap();
    expect(leaseKeys()).toHaveLength(3);
    expect(take(terminal, 's-home')._unsafeUnwrap().label).toBe('B001');
  });

  it('are given up on another machine, by an older copy and with a new identity', async () => {
    const terminal = openTerminal();
    (await terminal.round())._unsafeUnwrap();
    const leaseCount = (of: TestTerminal) => of.rows('SELECT lease_id FROM lease').length;
    expect(leaseCount(terminal)).toBe(2);
    terminal.storage.close();
    const again = openTerminal({ folder: terminal.folder, time: terminal.time });
    expect(leaseCount(again)).toBe(2);
    again.storage.database.exec('UPDATE installation SET starts = starts - 1');
    again.storage.close();
    const copy = openTerminal({ folder: terminal.folder, time: terminal.time });
    expect(leaseCount(copy)).toBe(0);
    (await copy.round())._unsafeUnwrap();
    expect(leaseCount(copy)).toBe(2);
    copy.storage.close();
    const elsewhere = openTerminal({ folder: terminal.folder, time: terminal.time, machine: 'another' });
    expect(leaseCount(elsewhere)).toBe(0);
    (await elsewhere.round())._unsafeUnwrap();
    elsewhere.storage.close();

    const renewed = openTerminal({
      folder: terminal.folder,
      time: terminal.time,
      machine: 'another',
      platform: { url: platform.url, enrolCode: 'WXYZ-WXYZ' },
    });
    strike('hello', 'PLATFORM_REFUSED');
    (await renewed.round())._unsafeUnwrap();
    expect(renewed.log.entries.map(({ name }) => name)).toContain('platform.enrolled');
    expect(renewed.rows('SELECT first FROM lease WHERE first > 1')).toHaveLength(2);
  });
});

describe('a copy on the same machine, as of a golden image', () => {
  function openCopyOf(terminal: TestTerminal): TestTerminal {
    terminal.storage.database.pragma('wal_checkpoint(TRUNCATE)');
    const folder = newFolder();
    cpSync(terminal.folder, folder, { recursive: true });
    return openTerminal({ folder, time: terminal.time });
  }

  it.each(['hello', 'queues'])('gives no more numbers once its %s is refused', async (procedure) => {
    const original = openTerminal();
    (await original.round())._unsafeUnwrap();
    const copy = openCopyOf(original);
    strike(procedure, 'IDENTITY_IN_USE');
    expect((await copy.round())._unsafeUnwrapErr()).toEqual({ kind: 'refused' });
    expect(take(copy)._unsafeUnwrapErr()).toBe('NUMBERS_USED_UP');
    expect(copy.log.entries).toContainEqual({
      name: 'leases.discarded',
      fields: { leases: 2, cause: 'identity-in-use' },
    });
    expect(take(original)._unsafeUnwrap().label).toBe('A001');
  });

  it('that the platform has not told apart gives its leases up with the first doubled number', async () => {
    const original = openTerminal();
    (await original.round())._unsafeUnwrap();
    const copy = openCopyOf(original);
    take(original)._unsafeUnwrap();
    (await original.round())._unsafeUnwrap();
    expect(take(copy)._unsafeUnwrap().label).toBe('A001');
    strikeCommand('NUMBER_TAKEN');
    (await copy.round())._unsafeUnwrap();
    expect(copy.platform()).toMatchObject({ unsent: 0, refused: 1 });
    (await copy.round())._unsafeUnwrap();
    expect(take(copy)._unsafeUnwrap().label).toBe('A006');
  });
});

describe('leases that the platform does not know, for it was restored from an older copy,', () => {
  it.each(['NUMBER_NOT_LEASED', 'QUEUE_UNKNOWN'] as const)(
    'are given up with the first number refused as %s',
    async (reason) => {
      const terminal = openTerminal();
      (await terminal.round())._unsafeUnwrap();
      expect(take(terminal)._unsafeUnwrap().label).toBe('A001');
      strikeCommand(reason);
      (await terminal.round())._unsafeUnwrap();
      expect(terminal.platform()).toMatchObject({ unsent: 0, refused: 1 });
      (await terminal.round())._unsafeUnwrap();
      expect(take(terminal)._unsafeUnwrap().label).toBe('A006');
    },
  );
});

describe('the outbox on its way', () => {
  it('hands the same records in again when the answer was lost, and nothing happens twice', async () => {
    const terminal = openTerminal();
    (await terminal.round())._unsafeUnwrap();
    take(terminal)._unsafeUnwrap();
    take(terminal)._unsafeUnwrap();
    strike('commands', 'lose-answer');
    expect((await terminal.round()).isErr()).toBe(true);
    expect(terminal.platform().unsent).toBe(2);
    (await terminal.round())._unsafeUnwrap();
    expect(terminal.platform().unsent).toBe(0);
    expect(platform.taken.map(({ sequence }) => sequence)).toEqual([1, 1]);
  });

  it('sets the one record aside that the platform fails over, and sends the others', async () => {
    const terminal = openTerminal();
    (await terminal.round())._unsafeUnwrap();
    const tickets = [1, 2, 3, 4].map(() => take(terminal)._unsafeUnwrap());
    const poison = `ticket:${tickets[2]?.ticketId}`;
    platform.chokesOn = ({ aggregate }) => aggregate === poison;
    (await terminal.round())._unsafeUnwrap();
    expect(platform.taken).toHaveLength(3);
    expect(
      terminal.rows("SELECT aggregate, attempts, last_error FROM outbox WHERE state = 'pending'"),
    ).toEqual([{ aggregate: poison, attempts: 1, last_error: 'status-500' }]);
    platform.chokesOn = () => false;
    terminal.time.advance(MINUTE_MS);
    (await terminal.round())._unsafeUnwrap();
    expect(terminal.platform()).toMatchObject({ unsent: 0, refused: 0 });
  });

  it('does not condemn every record when the platform fails over all of them', async () => {
    const terminal = openTerminal();
    (await terminal.round())._unsafeUnwrap();
    for (let given = 0; given < 5; given += 1) take(terminal)._unsafeUnwrap();
    (await terminal.round())._unsafeUnwrap();
    for (let given = 0; given < 5; given += 1) take(terminal, 's-home')._unsafeUnwrap();
    platform.chokesOn = () => true;
    expect((await terminal.round())._unsafeUnwrapErr()).toEqual({ kind: 'fault' });
    expect(terminal.rows("SELECT key FROM outbox WHERE attempts > 0 AND state = 'pending'")).toHaveLength(3);
  });

  it('keeps refused records and shows how many', async () => {
    const terminal = openTerminal();
    (await terminal.round())._unsafeUnwrap();
    take(terminal)._unsafeUnwrap();
    platform.refuseCommand = ({ key }) => ({ key, outcome: 'refused', reason: 'NUMBER_TAKEN' });
    (await terminal.round())._unsafeUnwrap();
    expect(terminal.platform()).toMatchObject({ state: 'connected', unsent: 0, refused: 1 });
  });

  it('is woken by a new record', async () => {
    const terminal = openTerminal({
      delays: { everyMs: 3_600_000, retry: { firstMs: 1, longestMs: 1 }, refusedMs: 1 },
    });
    const idle = (unsent: number) =>
      new Promise<void>((resolve) => {
        const end = terminal.onPlatform((view) => {
          if (view.unsent !== unsent || view.state !== 'connected') return;
          end();
          resolve();
        });
      });
    (await terminal.round())._unsafeUnwrap();
    terminal.start();
    const saved = idle(1);
    take(terminal)._unsafeUnwrap();
    await saved;
    await idle(0);
    expect(platform.taken).toHaveLength(1);
    await terminal.stop();
  });
});

describe('the hall document', () => {
  it('that does not fit together or has a wrong shape is refused, and the last good one stays', async () => {
    const terminal = openTerminal();
    (await terminal.round())._unsafeUnwrap();
    platform.hall = {
      ...testHall,
      version: 4,
      counters: [{ counterId: 'c9', label: { 'zh-CN': '9' }, kind: 'general', queueIds: ['nowhere'] }],
    };
    terminal.time.advance(MINUTE_MS);
    expect((await terminal.round())._unsafeUnwrapErr()).toEqual({ kind: 'fault' });
    expect(terminal.hall.version()).toBe(3);
    expect(terminal.platform().state).toBe('connected');
    platform.hall = { ...testHall, version: 5, name: { 'zh-CN': '新名称' } };
    terminal.time.advance(MINUTE_MS);
    (await terminal.round())._unsafeUnwrap();
    expect(terminal.hall.current()?.name).toEqual({ 'zh-CN': '新名称' });
    terminal.storage.close();
    const restarted = openTerminal({ folder: terminal.folder, time: terminal.time });
    expect(restarted.hall.version()).toBe(5);
  });
});
