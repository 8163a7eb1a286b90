import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { copyOf, MINUTE_MS, type SyncBench, startSyncBench, take } from '../testing/sync-bench.ts';
import { type TestTerminal } from '../testing/test-terminal.ts';

let bench: SyncBench;

beforeEach(async () => {
  bench = await startSyncBench();
});
afterEach(() => bench.close());

describe('number leases', () => {
  it('are asked for with the same key until the answer has come, also over a restart', async () => {
    const terminal = bench.openTerminal();
    bench.strike('leases', 'lose-answer');
    expect((await terminal.round()).isErr()).toBe(true);
    expect(take(terminal)._unsafeUnwrapErr()).toBe('NUMBERS_USED_UP');
    terminal.storage.close();

    const restarted = bench.openTerminal({ folder: terminal.folder, time: terminal.time });
    (await restarted.round())._unsafeUnwrap();
    const keys = bench.leaseKeys();
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(1);
    expect(take(restarted)._unsafeUnwrap().label).toBe('A001');
    (await restarted.round())._unsafeUnwrap();
    expect(bench.leaseKeys()).toHaveLength(2);
  });

  it('are refilled when they run low and go on without a gap', async () => {
    const terminal = bench.openTerminal();
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
    const terminal = bench.openTerminal();
    bench.strike('leases', 'PLATFORM_REFUSED');
    expect((await terminal.round()).isErr()).toBe(true);
    bench.strike('leases', 'lose-answer');
    expect((await terminal.round()).isErr()).toBe(true);
    terminal.time.advance(2 * 24 * 60 * MINUTE_MS);
    bench.platform.fault = () => undefined;
    (await terminal.round())._unsafeUnwrap();
    expect(new Set(bench.leaseKeys()).size).toBe(2);
    expect(take(terminal)._unsafeUnwrap().businessDate).toBe('2026-11-23');
  });

  it('that the platform has none of are asked for again after some minutes, not in every round', async () => {
    const terminal = bench.openTerminal();
    bench.platform.fullQueues = ['q-b'];
    for (let round = 0; round < 4; round += 1) {
      (await terminal.round())._unsafeUnwrap();
      terminal.time.advance(MINUTE_MS);
    }
    expect(bench.leaseKeys()).toHaveLength(1);
    for (let given = 0; given < 4; given += 1) take(terminal)._unsafeUnwrap();
    (await terminal.round())._unsafeUnwrap();
    expect(bench.platform.leases.get(bench.leaseKeys()[1] ?? '')?.map(({ queueId }) => queueId)).toEqual([
      'q-a',
    ]);
    bench.platform.fullQueues = [];
    terminal.time.advance(MINUTE_MS);
    (await terminal.round())._unsafeUnwrap();
    expect(bench.leaseKeys()).toHaveLength(3);
    expect(take(terminal, 's-home')._unsafeUnwrap().label).toBe('B001');
  });

  it('are given up on another machine, by an older copy and with a new identity', async () => {
    const terminal = bench.openTerminal();
    (await terminal.round())._unsafeUnwrap();
    const leaseCount = (of: TestTerminal) => of.rows('SELECT lease_id FROM lease').length;
    expect(leaseCount(terminal)).toBe(2);
    terminal.storage.close();
    const again = bench.openTerminal({ folder: terminal.folder, time: terminal.time });
    expect(leaseCount(again)).toBe(2);
    again.storage.database.exec('UPDATE installation SET starts = starts - 1');
    again.storage.close();
    const copy = bench.openTerminal({ folder: terminal.folder, time: terminal.time });
    expect(leaseCount(copy)).toBe(0);
    (await copy.round())._unsafeUnwrap();
    expect(leaseCount(copy)).toBe(2);
    copy.storage.close();
    const elsewhere = bench.openTerminal({
      folder: terminal.folder,
      time: terminal.time,
      machine: 'another',
    });
    expect(leaseCount(elsewhere)).toBe(0);
    (await elsewhere.round())._unsafeUnwrap();
    elsewhere.storage.close();

    const renewed = bench.openTerminal({
      folder: terminal.folder,
      time: terminal.time,
      machine: 'another',
      platform: { url: bench.platform.url, enrolCode: 'WXYZ-WXYZ' },
    });
    bench.strike('hello', 'PLATFORM_REFUSED');
    (await renewed.round())._unsafeUnwrap();
    expect(renewed.log.entries.map(({ name }) => name)).toContain('platform.enrolled');
    expect(renewed.rows('SELECT first FROM lease WHERE first > 1')).toHaveLength(2);
  });
});

describe('a copy on the same machine, as of a golden image', () => {
  const openCopyOf = (terminal: TestTerminal) =>
    bench.openTerminal({ folder: copyOf(terminal), time: terminal.time });

  it.each(['hello', 'queues'])('gives no more numbers once its %s is refused', async (procedure) => {
    const original = bench.openTerminal();
    (await original.round())._unsafeUnwrap();
    const copy = openCopyOf(original);
    bench.strike(procedure, 'IDENTITY_IN_USE');
    expect((await copy.round())._unsafeUnwrapErr()).toEqual({ kind: 'refused' });
    expect(take(copy)._unsafeUnwrapErr()).toBe('NUMBERS_USED_UP');
    expect(copy.log.entries).toContainEqual({
      name: 'leases.discarded',
      fields: { leases: 2, cause: 'identity-in-use' },
    });
    expect(take(original)._unsafeUnwrap().label).toBe('A001');
  });

  it('that the platform has not told apart gives its leases up with the first doubled number', async () => {
    const original = bench.openTerminal();
    (await original.round())._unsafeUnwrap();
    const copy = openCopyOf(original);
    take(original)._unsafeUnwrap();
    (await original.round())._unsafeUnwrap();
    expect(take(copy)._unsafeUnwrap().label).toBe('A001');
    bench.strikeCommand('NUMBER_TAKEN');
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
      const terminal = bench.openTerminal();
      (await terminal.round())._unsafeUnwrap();
      expect(take(terminal)._unsafeUnwrap().label).toBe('A001');
      bench.strikeCommand(reason);
      (await terminal.round())._unsafeUnwrap();
      expect(terminal.platform()).toMatchObject({ unsent: 0, refused: 1 });
      (await terminal.round())._unsafeUnwrap();
      expect(take(terminal)._unsafeUnwrap().label).toBe('A006');
    },
  );
});
