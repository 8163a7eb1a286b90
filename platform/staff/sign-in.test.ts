import { Writable } from 'node:stream';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { refusalOf } from '../testing/refusal.ts';
import { TestClerk } from '../testing/test-clerk.ts';
import { startTestPlatform, TEST_PIN, type TestPlatform } from '../testing/test-platform.ts';
import { pinTurns } from './pin.ts';

const PATIENCE = { timeout: 30_000 };
let platform: TestPlatform;
let staffId: string;
let people = 0;

beforeAll(async () => {
  platform = await startTestPlatform();
}, 60_000);
afterAll(() => platform.stop());
beforeEach(async () => {
  staffId = await platform.addStaff(`signs-in-${people++}`);
});

const signIn = (login: string, pin: string, url = platform.url, signal?: AbortSignal) =>
  refusalOf(new TestClerk(url).desk.staff.signIn({ login, pin }, signal ? { signal } : {}));

/** Keeps all turns until it is told to let go, as slow work before them does. */
async function holdTurns(): Promise<() => Promise<void>> {
  let open: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const held = [1, 2].map(() => pinTurns.take(() => gate));
  return async () => {
    open();
    await Promise.all(held);
  };
}

describe('when many sign in at once', () => {
  it('those of one address who find the line full are told at once, and not one of them is kept', async () => {
    const letGo = await holdTurns();
    const refused: string[] = [];
    const flood = Array.from({ length: 40 }, async () => {
      const answer = await signIn('nobody', TEST_PIN);
      if (answer !== 'SIGN_IN_WRONG') refused.push(answer);
    });
    await expect.poll(() => refused.length, PATIENCE).toBe(25);
    expect(pinTurns.waiting).toBe(15);
    expect(new Set(refused)).toEqual(new Set(['SERVICE_UNAVAILABLE']));
    await letGo();
    await Promise.all(flood);
    expect(refused).toHaveLength(25);
    expect(await signIn(staffId, TEST_PIN)).toBe('done');
  });

  it('who gave up before it was his turn, and pressed again, has not locked himself out', async () => {
    const letGo = await holdTurns();
    const giveUp = new AbortController();
    const presses = Array.from({ length: 8 }, () => signIn(staffId, TEST_PIN, platform.url, giveUp.signal));
    await expect.poll(() => pinTurns.waiting, PATIENCE).toBe(8);
    const tries = () =>
      platform.database
        .selectFrom('staff')
        .select(['failedTries', 'lockedUntil'])
        .where('staffId', '=', staffId)
        .executeTakeFirstOrThrow();
    expect(await tries()).toEqual({ failedTries: 0, lockedUntil: null });
    giveUp.abort();
    await Promise.all(presses);
    await expect.poll(() => pinTurns.waiting, PATIENCE).toBe(0);
    await letGo();
    expect(await tries()).toEqual({ failedTries: 0, lockedUntil: null });
    expect(await signIn(staffId, TEST_PIN)).toBe('done');
  });
});

it('what is refused is logged with whose name it was, and the lock by itself', async () => {
  const lines: Record<string, unknown>[] = [];
  const log = pino(
    { level: 'info' },
    new Writable({
      write: (line, _, done) => {
        lines.push(JSON.parse(String(line)));
        done();
      },
    }),
  );
  const another = await platform.another({ log });
  await signIn('482915', TEST_PIN, another.url);
  for (let index = 0; index < 6; index += 1) await signIn(staffId, '000000', another.url);
  await another.stop();
  const said = lines.filter(({ staffId: of }) => of === staffId).map(({ msg, code }) => ({ msg, code }));
  const refused = { msg: 'sign-in refused', code: 'SIGN_IN_WRONG' };
  expect(said).toEqual([
    ...Array.from({ length: 5 }, () => refused),
    { msg: 'sign-in locked after wrong tries', code: undefined },
    { msg: 'sign-in refused', code: 'SIGN_IN_LOCKED' },
  ]);
  expect(lines.every(({ hallId }) => hallId === undefined || hallId === platform.hallId)).toBe(true);
  // A PIN typed in the place of the login.
  expect(JSON.stringify(lines)).not.toContain('482915');
});
