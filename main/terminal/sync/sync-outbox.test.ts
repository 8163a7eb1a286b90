import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MINUTE_MS, type SyncBench, startSyncBench, take } from '../testing/sync-bench.ts';

let bench: SyncBench;

beforeEach(async () => {
  bench = await startSyncBench();
});
afterEach(() => bench.close());

describe('the outbox on its way', () => {
  it('hands the same records in again when the answer was lost, and nothing happens twice', async () => {
    const terminal = bench.openTerminal();
    (await terminal.round())._unsafeUnwrap();
    take(terminal)._unsafeUnwrap();
    take(terminal)._unsafeUnwrap();
    bench.strike('commands', 'lose-answer');
    expect((await terminal.round()).isErr()).toBe(true);
    expect(terminal.platform().unsent).toBe(2);
    (await terminal.round())._unsafeUnwrap();
    expect(terminal.platform().unsent).toBe(0);
    expect(bench.platform.taken.map(({ sequence }) => sequence)).toEqual([1, 1]);
  });

  it('sets the one record aside that the platform fails over, and sends the others', async () => {
    const terminal = bench.openTerminal();
    (await terminal.round())._unsafeUnwrap();
    const tickets = [1, 2, 3, 4].map(() => take(terminal)._unsafeUnwrap());
    const poison = `ticket:${tickets[2]?.ticketId}`;
    bench.platform.chokesOn = ({ aggregate }) => aggregate === poison;
    (await terminal.round())._unsafeUnwrap();
    expect(bench.platform.taken).toHaveLength(3);
    expect(
      terminal.rows("SELECT aggregate, attempts, last_error FROM outbox WHERE state = 'pending'"),
    ).toEqual([{ aggregate: poison, attempts: 1, last_error: 'status-500' }]);
    bench.platform.chokesOn = () => false;
    terminal.time.advance(MINUTE_MS);
    (await terminal.round())._unsafeUnwrap();
    expect(terminal.platform()).toMatchObject({ unsent: 0, refused: 0 });
  });

  it('does not condemn every record when the platform fails over all of them', async () => {
    const terminal = bench.openTerminal();
    (await terminal.round())._unsafeUnwrap();
    for (let given = 0; given < 5; given += 1) take(terminal)._unsafeUnwrap();
    (await terminal.round())._unsafeUnwrap();
    for (let given = 0; given < 5; given += 1) take(terminal, 's-home')._unsafeUnwrap();
    bench.platform.chokesOn = () => true;
    expect((await terminal.round())._unsafeUnwrapErr()).toEqual({ kind: 'fault' });
    expect(terminal.rows("SELECT key FROM outbox WHERE attempts > 0 AND state = 'pending'")).toHaveLength(3);
  });

  it('keeps refused records and shows how many', async () => {
    const terminal = bench.openTerminal();
    (await terminal.round())._unsafeUnwrap();
    take(terminal)._unsafeUnwrap();
    bench.platform.refuseCommand = ({ key }) => ({ key, outcome: 'refused', reason: 'NUMBER_TAKEN' });
    (await terminal.round())._unsafeUnwrap();
    expect(terminal.platform()).toMatchObject({ state: 'connected', unsent: 0, refused: 1 });
  });

  it('is woken by a new record', async () => {
    const terminal = bench.openTerminal({
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
    expect(bench.platform.taken).toHaveLength(1);
    await terminal.stop();
  });
});
