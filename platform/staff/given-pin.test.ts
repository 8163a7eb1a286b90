import { scryptSync } from 'node:crypto';
import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isTooSimple } from '#domain/identity/pin-rule.ts';
import { refusalOf } from '../testing/refusal.ts';
import { TestClerk } from '../testing/test-clerk.ts';
import { startTestPlatform, TEST_PIN, type TestPlatform } from '../testing/test-platform.ts';
import { giveNewPin, newPin } from './given-pin.ts';
import { pinTurns } from './pin.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startTestPlatform();
}, 60_000);
afterAll(() => platform.stop());

const give = (login: string) => giveNewPin(platform.database, login);
const signIn = async (login: string, pin: string): Promise<TestClerk> => {
  const browser = new TestClerk(platform.url);
  await browser.signIn(login, pin);
  return browser;
};
const triesOf = async (login: string) => {
  const row = platform.database.selectFrom('staff').select('failedTries').where('staffId', '=', login);
  return (await row.executeTakeFirstOrThrow()).failedTries;
};

/** Keeps one of the turns, as slow work does. */
function holdTurn() {
  const [begun, ended] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  void pinTurns.take(() => {
    begun.resolve();
    return ended.promise;
  });
  return { begun: begun.promise, letGo: ended.resolve };
}

/** Keeps a PIN so that it takes half a second and more to compare: time for what happens meanwhile. */
async function slowDown(login: string, pin: string): Promise<void> {
  const salt = Buffer.alloc(16, 1);
  const cost = { N: 16_384, r: 8, p: 16 };
  const key = scryptSync(pin, salt, 32, cost);
  const pinHash = ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64'), key.toString('base64')].join(
    '$',
  );
  await platform.database.updateTable('staff').set({ pinHash }).where('staffId', '=', login).execute();
}

describe('a PIN that an administrator is given', () => {
  it('takes the place of the lost one, ends its sessions, and opens what wrong tries have locked', async () => {
    const login = await platform.addStaff('forgetful', 'administrator');
    const before = await signIn(login, TEST_PIN);
    for (let tries = 1; tries <= 5; tries += 1) await refusalOf(signIn(login, '99999999'));
    expect(await refusalOf(signIn(login, TEST_PIN))).toBe('SIGN_IN_LOCKED');
    const pin = (await give(' Forgetful'))._unsafeUnwrap();
    expect(await refusalOf(before.desk.hall.hall())).toBe('SIGNED_OUT');
    expect(await refusalOf(signIn(login, TEST_PIN))).toBe('SIGN_IN_WRONG');
    const { session } = await (await signIn(login, pin)).desk.staff.session();
    expect(session).toMatchObject({ staffId: 'forgetful', role: 'administrator', pinGiven: true });
  });

  it('is for administrators who may sign in', async () => {
    expect((await give('nobody'))._unsafeUnwrapErr()).toBe('STAFF_UNKNOWN');
    expect((await give('clerk1'))._unsafeUnwrapErr()).toBe('NOT_ADMINISTRATOR');
    const login = await platform.addStaff('gone', 'administrator');
    const disabled = { disabledAt: new Date(platform.clock.now()) };
    await platform.database.updateTable('staff').set(disabled).where('staffId', '=', login).execute();
    expect((await give(login))._unsafeUnwrapErr()).toBe('DISABLED');
  });

  it('is good for choosing his own, and for nothing else', async () => {
    const login = await platform.addStaff('newcomer', 'administrator');
    const given = (await give(login))._unsafeUnwrap();
    const [browser, elsewhere] = [await signIn(login, given), await signIn(login, given)];
    const { staff, hall } = browser.desk;
    for (const refused of [
      () => hall.hall(),
      () => hall.closeEarly({ reason: '停电' }),
      () => staff.openCounter({ actionKey: uuidv7(), counterId: 'c01' }),
      () => staff.next({ actionKey: uuidv7() }),
      () => browser.desk.appointments.day({ businessDate: '2026-11-21' }),
      async () => (await browser.views()).next(),
    ]) {
      expect(await refusalOf(refused())).toBe('PIN_TO_CHOOSE');
    }
    for (const [pin, refusal] of [
      ['123456', 'PIN_TOO_SIMPLE'],
      ['4829', 'PIN_TOO_SIMPLE'],
      [given, 'PIN_KNOWN'],
    ] as const) {
      expect(await refusalOf(staff.choosePin({ pin }))).toBe(refusal);
    }
    const { session } = await staff.choosePin({ pin: '482915' });
    expect(session).toMatchObject({ staffId: login, pinGiven: false });
    expect((await hall.hall()).hall.hallId).toBe(platform.hallId);
    // Whoever gave it may have signed in with it, too.
    expect((await elsewhere.desk.staff.session()).session).toBeNull();
    expect(await refusalOf(signIn(login, given))).toBe('SIGN_IN_WRONG');
    expect((await (await signIn(login, '482915')).desk.staff.session()).session?.pinGiven).toBe(false);
    // Nobody finds out by it what his PIN is, nor changes it for him.
    for (const pin of ['482915', '739164']) {
      expect(await refusalOf(staff.choosePin({ pin }))).toBe('NOT_ALLOWED');
    }
    expect(await refusalOf(new TestClerk(platform.url).desk.staff.choosePin({ pin: '739164' }))).toBe(
      'SIGNED_OUT',
    );
  });

  it('begins no session when he has chosen his own while it was looked at', async () => {
    const login = await platform.addStaff('hurried', 'administrator');
    const given = (await give(login))._unsafeUnwrap();
    await slowDown(login, given);
    const signingIn = refusalOf(signIn(login, given));
    await expect.poll(() => triesOf(login), { timeout: 10_000, interval: 5 }).toBe(1);
    // What choosing does, and faster.
    await platform.database
      .updateTable('staff')
      .set({ pinHash: 'scrypt$1$1$1$$', pinGiven: false })
      .where('staffId', '=', login)
      .execute();
    expect(await signingIn).toBe('SIGN_IN_WRONG');
    const sessions = platform.database.selectFrom('staffSessions').selectAll().where('staffId', '=', login);
    expect(await sessions.execute()).toEqual([]);
  });

  it('is not held while its exchange waits for a turn, which those who wait for it may have', async () => {
    const login = await platform.addStaff('patient', 'administrator');
    const browser = await signIn(login, (await give(login))._unsafeUnwrap());
    const [first, second] = [holdTurn(), holdTurn()];
    const choosing = refusalOf(browser.desk.staff.choosePin({ pin: '482915' }));
    await expect.poll(() => pinTurns.waiting).toBe(1);
    // It gets one turn; for the next it stands behind others.
    const third = holdTurn();
    first.letGo();
    await third.begun;
    await expect.poll(() => pinTurns.waiting).toBe(1);
    const row = platform.database.selectFrom('staff').select('staffId').where('staffId', '=', login);
    const held = refusalOf(row.forUpdate().noWait().execute());
    expect(await held).toBe('done');
    for (const { letGo } of [second, third]) letGo();
    expect(await choosing).toBe('done');
  });

  it('is one that he could have chosen himself', () => {
    const draws = fc.infiniteStream(
      fc.oneof(fc.constantFrom(0, 11_111_111, 1_234_567, 98_765_432), fc.nat(99_999_999)),
    );
    fc.assert(
      fc.property(draws, (stream) => {
        const pin = newPin(() => stream.next().value);
        expect(pin).toMatch(/^\d{8}$/);
        expect(isTooSimple(pin)).toBe(false);
      }),
    );
  });
});
