import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { copyOf, type SyncBench, startSyncBench, take } from '../testing/sync-bench.ts';
import type { TestTerminal } from '../testing/test-terminal.ts';

/** A disk put back from a backup, whose link the platform still takes for the current one. */

const TODAY = '2026-11-21';

let bench: SyncBench;

beforeEach(async () => {
  bench = await startSyncBench();
});
afterEach(() => bench.close());

const labelFrom = (terminal: TestTerminal) => take(terminal)._unsafeUnwrap().label;

/** The platform says of each lease what it was handed in of it. */
function reportAll(): void {
  const highest = new Map<string, number>();
  for (const { body } of bench.platform.taken) {
    if (body.kind !== 'ticket.issued') continue;
    highest.set(body.leaseId, Math.max(body.number, highest.get(body.leaseId) ?? 0));
  }
  bench.platform.reported = [...highest].map(([leaseId, number]) => ({ leaseId, highest: number }));
}

const discards = ({ log }: TestTerminal) =>
  log.entries.filter(({ name }) => name === 'leases.discarded').map(({ fields }) => fields);

describe('a disk restored from a backup', () => {
  it('gives no number again once the platform says that it knows of more than the disk', async () => {
    const terminal = bench.openTerminal();
    (await terminal.round())._unsafeUnwrap();
    expect(labelFrom(terminal)).toBe('A001');
    const backup = copyOf(terminal);
    expect([labelFrom(terminal), labelFrom(terminal)]).toEqual(['A002', 'A003']);
    (await terminal.round())._unsafeUnwrap();
    // On paper, and never reported: the disk died before.
    expect(labelFrom(terminal)).toBe('A004');
    terminal.storage.close();

    reportAll();
    const restored = bench.openTerminal({ folder: backup });
    (await restored.round())._unsafeUnwrap();
    expect(discards(restored)).toContainEqual({ leases: 2, cause: 'behind-platform' });
    expect(labelFrom(restored)).toBe('A006');
  });

  it('uses nothing of a lease that it asks for again with the key of the backup', async () => {
    const terminal = bench.openTerminal();
    bench.platform.fault = (procedure) => (procedure === 'leases' ? 'lose-answer' : undefined);
    expect((await terminal.round()).isErr()).toBe(true);
    const backup = copyOf(terminal);
    bench.platform.fault = () => undefined;
    (await terminal.round())._unsafeUnwrap();
    expect(labelFrom(terminal)).toBe('A001');
    (await terminal.round())._unsafeUnwrap();
    terminal.storage.close();

    reportAll();
    const restored = bench.openTerminal({ folder: backup });
    (await restored.round())._unsafeUnwrap();
    expect(take(restored)._unsafeUnwrapErr()).toBe('NUMBERS_USED_UP');
    (await restored.round())._unsafeUnwrap();
    expect(labelFrom(restored)).toBe('A006');
  });

  it('gives each number once, whenever it was copied and whatever was given since, if that was reported', async () => {
    const step = fc.oneof(
      { weight: 6, arbitrary: fc.constant('take' as const) },
      { weight: 2, arbitrary: fc.constant('round' as const) },
      { weight: 1, arbitrary: fc.constant('lost-leases' as const) },
      { weight: 1, arbitrary: fc.constant('backup' as const) },
      { weight: 1, arbitrary: fc.constant('restore' as const) },
    );
    const given = new Set<string>();
    let restores = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 40 }), async (steps) => {
        let terminal = bench.openTerminal();
        let backup: string | undefined;
        await terminal.round();
        for (const next of steps) {
          if (next === 'take') {
            const label = take(terminal).match(
              (ticket) => ticket.label,
              () => undefined,
            );
            if (label !== undefined && given.has(label)) throw new Error(`${label} was given twice`);
            if (label !== undefined) given.add(label);
          } else if (next === 'backup') {
            backup = copyOf(terminal);
          } else if (next === 'restore' && backup !== undefined) {
            (await terminal.round())._unsafeUnwrap();
            terminal.storage.close();
            reportAll();
            terminal = bench.openTerminal({ folder: backup });
            backup = undefined;
            restores += 1;
            (await terminal.round())._unsafeUnwrap();
          } else {
            bench.platform.fault = (procedure) =>
              next === 'lost-leases' && procedure === 'leases' ? 'lose-answer' : undefined;
            await terminal.round();
            bench.platform.fault = () => undefined;
          }
        }
        terminal.storage.close();
        // The next terminal is another, of another platform's making: its numbers go on from here.
        bench.platform.reported = [];
      }),
      { numRuns: 10, endOnFailure: true },
    );
    expect(restores).toBeGreaterThan(0);
    expect(given.size).toBeGreaterThan(50);
  }, 60_000);

  it('is told from a mere restart: what the platform knows and the disk gave is no sign of a copy', async () => {
    const terminal = bench.openTerminal();
    (await terminal.round())._unsafeUnwrap();
    expect(labelFrom(terminal)).toBe('A001');
    (await terminal.round())._unsafeUnwrap();
    expect(labelFrom(terminal)).toBe('A002');
    terminal.storage.close();
    reportAll();
    const restarted = bench.openTerminal({ folder: terminal.folder });
    (await restarted.round())._unsafeUnwrap();
    expect(discards(restarted)).toEqual([]);
    expect(labelFrom(restarted)).toBe('A003');
  });
});

describe('a cut that lasts over midnight', () => {
  it("goes on with the next day's numbers, and both days are handed in when it is over", async () => {
    const terminal = bench.openTerminal({ leases: { size: 5, refillBelow: 2, daysAhead: 1 } });
    (await terminal.round())._unsafeUnwrap();
    bench.platform.fault = () => 'refuse-connection';
    expect((await terminal.round()).isErr()).toBe(true);
    const before = take(terminal)._unsafeUnwrap();
    terminal.time.advance(14 * 60 * 60 * 1000);
    const after = take(terminal)._unsafeUnwrap();
    expect([before, after].map(({ businessDate, label }) => [businessDate, label])).toEqual([
      [TODAY, 'A001'],
      ['2026-11-22', 'A001'],
    ]);
    // The clock is put back to before midnight: yesterday goes on where it stood.
    terminal.time.advance(-14 * 60 * 60 * 1000);
    expect(labelFrom(terminal)).toBe('A002');
    terminal.time.advance(14 * 60 * 60 * 1000);
    bench.platform.fault = () => undefined;
    (await terminal.round())._unsafeUnwrap();
    const days = bench.platform.taken.flatMap(({ body }) =>
      body.kind === 'ticket.issued' ? [[body.businessDate, body.number]] : [],
    );
    expect(days).toEqual([
      [TODAY, 1],
      ['2026-11-22', 1],
      [TODAY, 2],
    ]);
    expect(terminal.platform()).toMatchObject({ unsent: 0, refused: 0 });
  });
});

describe('what the platform says of the queues', () => {
  it('foretells a new ticket, and what it was foretold shrinks with those before it', async () => {
    const terminal = bench.openTerminal();
    bench.platform.waiting = { 'q-a': 10 };
    bench.platform.foretold = { 'q-a': { fromMinutes: 20, toMinutes: 40 } };
    (await terminal.round())._unsafeUnwrap();
    const foretold = { ahead: 10, fromMinutes: 20, toMinutes: 40, complete: true };
    expect(terminal.queue.waiting('s-id')._unsafeUnwrap()).toEqual(foretold);
    const { ticketId, waiting } = take(terminal)._unsafeUnwrap();
    expect(waiting).toEqual(foretold);
    (await terminal.round())._unsafeUnwrap();
    bench.platform.waiting = { 'q-a': 6 };
    (await terminal.round())._unsafeUnwrap();
    expect(terminal.queue.view(ticketId)?.waiting).toEqual({
      ahead: 5,
      fromMinutes: 10,
      toMinutes: 20,
      complete: true,
    });
  });

  it('keeps the whole lunch in what is left of a wait', async () => {
    const span = (from: string, to: string) => ({ weekday: 6, from, to, kind: 'regular' as const });
    // It is ten o'clock: half an hour more, then two hours of lunch.
    const weekly = [span('09:00', '10:30'), span('12:30', '17:00')];
    bench.platform.hall = { ...bench.platform.hall, version: 9, hours: { weekly, exceptions: [] } };
    const terminal = bench.openTerminal();
    bench.platform.waiting = { 'q-a': 10 };
    // 40 to 80 minutes of calling.
    bench.platform.foretold = { 'q-a': { fromMinutes: 160, toMinutes: 200 } };
    (await terminal.round())._unsafeUnwrap();
    const { ticketId } = take(terminal)._unsafeUnwrap();
    (await terminal.round())._unsafeUnwrap();
    bench.platform.waiting = { 'q-a': 6 };
    (await terminal.round())._unsafeUnwrap();
    expect(terminal.queue.view(ticketId)?.waiting).toMatchObject({ fromMinutes: 20, toMinutes: 160 });
  });

  it('gives way to its own estimate when it is no longer fresh', async () => {
    const terminal = bench.openTerminal();
    bench.platform.waiting = { 'q-a': 3 };
    bench.platform.foretold = { 'q-a': { fromMinutes: 90, toMinutes: 120 } };
    (await terminal.round())._unsafeUnwrap();
    terminal.time.advance(60_000);
    const waiting = terminal.queue.waiting('s-id')._unsafeUnwrap();
    expect(waiting).toMatchObject({ ahead: 3, complete: false });
    expect(waiting.toMinutes).toBeLessThan(90);
  });

  it('closes the hall for the day, also through a cut, and opens it again', async () => {
    const terminal = bench.openTerminal();
    (await terminal.round())._unsafeUnwrap();
    bench.platform.closedEarly = { reason: '停电' };
    (await terminal.round())._unsafeUnwrap();
    expect(take(terminal)._unsafeUnwrapErr()).toBe('HALL_CLOSED_EARLY');
    bench.platform.fault = () => 'refuse-connection';
    expect((await terminal.round()).isErr()).toBe(true);
    expect(take(terminal)._unsafeUnwrapErr()).toBe('HALL_CLOSED_EARLY');
    bench.platform.fault = () => undefined;
    bench.platform.closedEarly = null;
    (await terminal.round())._unsafeUnwrap();
    expect(take(terminal)._unsafeUnwrap().businessDate).toBe(TODAY);
  });

  it('stays closed for the day after a restart during a cut', async () => {
    const terminal = bench.openTerminal();
    bench.platform.closedEarly = { reason: '停电' };
    (await terminal.round())._unsafeUnwrap();
    bench.platform.fault = () => 'refuse-connection';
    terminal.storage.close();
    const again = bench.openTerminal({ folder: terminal.folder });
    expect((await again.round()).isErr()).toBe(true);
    expect(take(again)._unsafeUnwrapErr()).toBe('HALL_CLOSED_EARLY');
    bench.platform.fault = () => undefined;
    bench.platform.closedEarly = null;
    again.time.advance(60_000);
    (await again.round())._unsafeUnwrap();
    again.storage.close();
    expect(take(bench.openTerminal({ folder: terminal.folder })).isOk()).toBe(true);
  });

  it('says of each ticket whether it was given while the platform answered', async () => {
    const terminal = bench.openTerminal();
    (await terminal.round())._unsafeUnwrap();
    take(terminal)._unsafeUnwrap();
    bench.platform.fault = () => 'refuse-connection';
    expect((await terminal.round()).isErr()).toBe(true);
    take(terminal)._unsafeUnwrap();
    expect(terminal.outbox.batch(10).map(({ body }) => body)).toMatchObject([
      { issuedOffline: false },
      { issuedOffline: true },
    ]);
  });
});
