import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testHall } from '../testing/demo-hall.ts';
import { CODE, MINUTE_MS, type SyncBench, startSyncBench, take } from '../testing/sync-bench.ts';

let bench: SyncBench;

beforeEach(async () => {
  bench = await startSyncBench();
});
afterEach(() => bench.close());

describe('a round with the platform', () => {
  it('enrols, says hello, brings the hall and numbers, hands tickets in and counts', async () => {
    const terminal = bench.openTerminal();
    bench.platform.waiting = { 'q-a': 7 };
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
    expect(bench.platform.taken.map(({ body }) => body)).toEqual([
      expect.objectContaining({ kind: 'ticket.issued', ticketId: ticket.ticketId, number: 1 }),
    ]);
    expect(terminal.platform().unsent).toBe(0);
  });

  it('keeps its key in an owner-only file and does not enrol twice', async () => {
    const terminal = bench.openTerminal();
    (await terminal.round())._unsafeUnwrap();
    const file = join(terminal.folder, 'keys', 'platform-identity.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).not.toContain(CODE);
    terminal.storage.close();
    bench.platform.fault = (procedure) => (procedure === 'enrol' ? 'ENROL_CODE_WRONG' : undefined);
    const restarted = bench.openTerminal({ folder: terminal.folder, time: terminal.time });
    (await restarted.round())._unsafeUnwrap();
    expect(
      bench.platform.requests.filter(({ procedure }) => procedure === 'hello').map(({ input }) => input),
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
    const terminal = bench.openTerminal();
    bench.strike(refusal === 'ENROL_CODE_WRONG' ? 'enrol' : 'hello', refusal);
    expect((await terminal.round())._unsafeUnwrapErr()).toEqual({ kind: 'refused' });
    expect(terminal.platform()).toMatchObject({ state: 'refused', reason: refusal });
    (await terminal.round())._unsafeUnwrap();
    expect(terminal.platform().state).toBe('connected');
  });

  it("tells a clock that differs from the platform's, and that it is right again", async () => {
    const terminal = bench.openTerminal();
    const told: (number | undefined)[] = [];
    terminal.link.onState(() => told.push(terminal.link.clockDifferenceMs()));
    const atTime = async (time: string) => {
      bench.platform.time = time;
      terminal.time.advance(61 * MINUTE_MS);
      (await terminal.round())._unsafeUnwrap();
      return told.at(-1);
    };
    expect(await atTime('2026-11-21T03:01:30.000Z')).toBeUndefined();
    expect(await atTime('2026-11-21T04:02:31.000Z')).toBe(31_000);
    expect(await atTime('2026-11-21T05:02:29.000Z')).toBe(-31_000);
    bench.platform.time = '2026-11-21T05:08:00.000Z';
    terminal.time.advance(5 * MINUTE_MS);
    (await terminal.round())._unsafeUnwrap();
    expect([told.at(-1), terminal.link.clockDifferenceMs()]).toEqual([undefined, undefined]);
  });

  it('says that it is not enrolled when it has no code', async () => {
    const terminal = bench.openTerminal({ platform: { url: bench.platform.url } });
    expect((await terminal.round()).isErr()).toBe(true);
    expect(terminal.platform()).toMatchObject({ state: 'refused', reason: 'NOT_ENROLLED' });
  });

  it.each(['refuse-connection', 'silence', 'garbage', 'wrong-shape', 'bad-gateway'] as const)(
    'takes %s for a platform out of reach, goes on giving numbers and reconciles afterwards',
    async (fault) => {
      const terminal = bench.openTerminal(fault === 'silence' ? { requestTimeoutMs: 2_000 } : {});
      (await terminal.round())._unsafeUnwrap();
      bench.platform.fault = () => fault;
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
      bench.platform.fault = () => undefined;
      (await terminal.round())._unsafeUnwrap();
      expect(terminal.platform()).toMatchObject({ state: 'connected', unsent: 0 });
      expect(bench.platform.taken).toHaveLength(2);
    },
  );

  it('drops what is under way when it stops', async () => {
    const terminal = bench.openTerminal({ requestTimeoutMs: 60_000 });
    const struck = Promise.withResolvers<void>();
    bench.platform.fault = () => {
      struck.resolve();
      return 'silence';
    };
    terminal.start();
    await struck.promise;
    await terminal.stop();
    expect(terminal.log.entries.filter(({ name }) => name === 'platform.call-failed')).toEqual([]);
  });
});

describe('the hall document', () => {
  it('that does not fit together or has a wrong shape is refused, and the last good one stays', async () => {
    const terminal = bench.openTerminal();
    (await terminal.round())._unsafeUnwrap();
    bench.platform.hall = {
      ...testHall,
      version: 4,
      counters: [{ counterId: 'c9', label: { 'zh-CN': '9' }, kind: 'general', queueIds: ['nowhere'] }],
    };
    terminal.time.advance(MINUTE_MS);
    expect((await terminal.round())._unsafeUnwrapErr()).toEqual({ kind: 'fault' });
    expect(terminal.hall.version()).toBe(3);
    expect(terminal.platform().state).toBe('connected');
    bench.platform.hall = { ...testHall, version: 5, name: { 'zh-CN': '新名称' } };
    terminal.time.advance(MINUTE_MS);
    (await terminal.round())._unsafeUnwrap();
    expect(terminal.hall.current()?.name).toEqual({ 'zh-CN': '新名称' });
    terminal.storage.close();
    const restarted = bench.openTerminal({ folder: terminal.folder, time: terminal.time });
    expect(restarted.hall.version()).toBe(5);
  });
});
