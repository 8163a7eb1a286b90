import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEnrolment } from '../enrolment/enrolment.ts';
import { guardLeases } from '../queue/lease-guard.ts';
import { createLeaseStore } from '../queue/lease-store.ts';
import { MINUTE_MS, type SyncBench, startSyncBench, take } from '../testing/sync-bench.ts';
import { fillDisk, mountTestDisk } from '../testing/test-disk.ts';
import { newFolder, type TestTerminal } from '../testing/test-terminal.ts';

let bench: SyncBench;
let unmount: (() => void) | undefined;

beforeEach(async () => {
  bench = await startSyncBench();
});
afterEach(async () => {
  unmount?.();
  unmount = undefined;
  await bench.close();
});

describe('a new code in the configuration of an enrolled terminal', () => {
  async function enrolledWithNewCode(): Promise<TestTerminal> {
    const terminal = bench.openTerminal();
    (await terminal.round())._unsafeUnwrap();
    terminal.storage.close();
    return bench.openTerminal({
      folder: terminal.folder,
      time: terminal.time,
      platform: { url: bench.platform.url, enrolCode: 'WXYZ-WXYZ' },
    });
  }

  const enrolled = (terminal: TestTerminal) =>
    terminal.log.entries.some(({ name }) => name === 'platform.enrolled');

  it.each(['PLATFORM_REFUSED', 'IDENTITY_IN_USE'] as const)('is used when %s', async (refusal) => {
    const terminal = await enrolledWithNewCode();
    take(terminal)._unsafeUnwrap();
    bench.strike('hello', refusal);
    (await terminal.round())._unsafeUnwrap();
    expect(enrolled(terminal)).toBe(true);
    expect(terminal.platform()).toMatchObject({ state: 'connected', unsent: 0, refused: 0 });
    expect(take(terminal)._unsafeUnwrap().label).toBe('A006');
  });

  it.each(['CLOCK_WRONG', 'TERMINAL_DISABLED', 'forbidden'] as const)(
    'is left alone when %s: the terminal stays who it is and keeps its numbers',
    async (fault) => {
      const terminal = await enrolledWithNewCode();
      bench.strike('hello', fault);
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
    const terminal = bench.openTerminal({ keyFolder });
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
