import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addDays, businessDateAt } from '#domain/time/hall-time.ts';
import { seedDemo } from '../halls/demo-hall.ts';
import { refusalOf } from '../testing/refusal.ts';
import { TestClerk } from '../testing/test-clerk.ts';
import { startTestPlatform, TEST_PIN, type TestPlatform } from '../testing/test-platform.ts';

const NEW_PIN = '482915';
let platform: TestPlatform;
let admin: TestClerk;
let people = 0;

beforeAll(async () => {
  platform = await startTestPlatform();
}, 60_000);
afterAll(() => platform.stop());
beforeEach(async () => {
  admin = new TestClerk(platform.url);
  await admin.signIn('admin', TEST_PIN);
});

type Member = Awaited<ReturnType<TestClerk['desk']['hall']['staff']>>['staff'][number];
type Change = Partial<Omit<Member, 'staffId'>> & { staffId?: string | null; pin?: string };

const newMember = (changes: Change = {}) => ({
  staffId: null,
  login: `new-${people++}`,
  name: '新人',
  role: 'clerk' as const,
  disabled: false,
  ...changes,
});
const save = (change: Parameters<TestClerk['desk']['hall']['saveStaff']>[0]) =>
  admin.desk.hall.saveStaff(change);
const member = async (staffId: string): Promise<Member> => {
  const { staff } = await admin.desk.hall.staff();
  const found = staff.find((each) => each.staffId === staffId);
  if (!found) throw new Error('no such member');
  return found;
};
const signIn = async (login: string, pin: string): Promise<TestClerk> => {
  const browser = new TestClerk(platform.url);
  await browser.signIn(login, pin);
  return browser;
};

describe('the staff', () => {
  it('of the demo are an administrator and eight clerks, and no start brings them back', async () => {
    const { staff } = await admin.desk.hall.staff();
    expect(staff.map(({ login }) => login)).toEqual([
      'admin',
      ...Array.from({ length: 8 }, (_, index) => `clerk${index + 1}`),
    ]);
    await save({ ...(await member('clerk8')), disabled: true });
    await seedDemo(platform.database, platform.clock, []);
    expect(await member('clerk8')).toMatchObject({ disabled: true });
  });

  it('grow by who then signs in with his own PIN', async () => {
    const added = newMember({ pin: NEW_PIN, name: '巴特尔' });
    const { staffId } = await save(added);
    expect(await member(staffId)).toEqual({
      staffId,
      login: added.login,
      name: '巴特尔',
      role: 'clerk',
      disabled: false,
    });
    const { session } = await (await signIn(added.login, NEW_PIN)).desk.staff.session();
    // The administrator knows it.
    expect(session).toMatchObject({ name: '巴特尔', role: 'clerk', pinGiven: true });
  });

  it('keep the PIN that an administrator sets for himself', async () => {
    const own = await member('admin');
    await save({ ...own, pin: NEW_PIN });
    const again = await signIn('admin', NEW_PIN);
    expect((await again.desk.staff.session()).session).toMatchObject({ pinGiven: false });
    await again.desk.hall.saveStaff({ ...own, pin: TEST_PIN });
  });

  it('have no two with one name, however it is written', async () => {
    expect(await refusalOf(save(newMember({ pin: NEW_PIN, login: 'Admin' })))).toBe('STAFF_NAME_TAKEN');
    const { login: _login, ...clerk } = await member('clerk1');
    expect(await refusalOf(save({ ...clerk, login: 'clerk2' }))).toBe('STAFF_NAME_TAKEN');
    expect(await refusalOf(save({ ...clerk, login: 'CLERK1' }))).toBe('done');
    expect(await refusalOf(save({ ...clerk, login: 'clerk1' }))).toBe('done');
    expect(await refusalOf(save({ ...clerk, login: 'nobody', staffId: 'nobody' }))).toBe('STAFF_UNKNOWN');
    const login = `race-${people++}`;
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => refusalOf(save(newMember({ login, pin: NEW_PIN })))),
    );
    expect(answers.filter((answer) => answer === 'done')).toHaveLength(1);
  });

  it('sign in by their names, however an administrator has written them', async () => {
    const number = people++;
    const { staffId } = await save(newMember({ pin: NEW_PIN, login: ` ＺＨＡＮＧ－Ä${number}　` }));
    expect((await member(staffId)).login).toBe(`zhang-ä${number}`);
    expect(await refusalOf(signIn(`Zhang-Ä${number}`, NEW_PIN))).toBe('done');
    expect(await refusalOf(signIn(` ＺＨＡＮＧ－Ä${number}　`, NEW_PIN))).toBe('done');
    // The last of them is eighteen letters as it is kept.
    for (const login of ['', ' ', '　', 'x'.repeat(65), 'ﷺ'.repeat(4)]) {
      expect(await refusalOf(save(newMember({ pin: NEW_PIN, login })))).toBe('BAD_REQUEST');
    }
  });

  it.each(['', '1234', '111111', '123456', 'abcdef'])('take no PIN like "%s"', async (pin) => {
    expect(await refusalOf(save(newMember({ pin })))).toBe('PIN_TOO_SIMPLE');
  });

  it('are signed out by a new PIN and when they are disabled', async () => {
    const { staffId } = await save(newMember({ pin: NEW_PIN }));
    const present = await member(staffId);
    const first = await signIn(present.login, NEW_PIN);
    await save({ ...present, pin: '739164' });
    expect((await first.desk.staff.session()).session).toBeNull();
    expect(await refusalOf(signIn(present.login, NEW_PIN))).toBe('SIGN_IN_WRONG');
    const second = await signIn(present.login, '739164');
    await save({ ...present, disabled: true });
    expect((await second.desk.staff.session()).session).toBeNull();
    expect(await refusalOf(signIn(present.login, '739164'))).toBe('SIGN_IN_WRONG');
    await save({ ...present, disabled: false });
    expect(await refusalOf(signIn(present.login, '739164'))).toBe('done');
  });

  it('never end without an administrator', async () => {
    const last = await member('admin');
    expect(await refusalOf(save({ ...last, disabled: true }))).toBe('NOT_ALLOWED');
    expect(await refusalOf(save({ ...last, role: 'clerk' }))).toBe('NOT_ALLOWED');
    const { staffId } = await save(newMember({ pin: NEW_PIN, role: 'administrator' }));
    const other = await member(staffId);
    const both = [save({ ...last, role: 'clerk' }), save({ ...other, role: 'clerk' })];
    const answers = await Promise.all(both.map(refusalOf));
    expect(answers.sort()).toEqual(['NOT_ALLOWED', 'done']);
    await platform.database
      .updateTable('staff')
      .set({ role: 'administrator' })
      .where('staffId', '=', 'admin')
      .execute();
  });
});

describe('shifts', () => {
  const newShift = () => ({ shiftId: uuidv7(), actionKey: uuidv7() });

  it('are planned, changed and taken out; those of past days are not shown', async () => {
    const businessDate = businessDateAt(platform.clock.now());
    const shift = { staffId: 'clerk1', counterId: 'c01', businessDate, from: '09:00', to: '12:00' };
    const shiftId = uuidv7();
    const added = { ...shift, shiftId, actionKey: uuidv7() };
    const past = { ...shift, ...newShift(), businessDate: addDays(businessDate, -1) };
    await Promise.all([added, added, past].map((each) => admin.desk.hall.saveShift(each)));
    expect((await admin.desk.hall.staff()).shifts).toEqual([{ ...shift, shiftId }]);
    await admin.desk.hall.saveShift({ ...shift, shiftId, actionKey: uuidv7(), to: '17:00' });
    // A copy of the first that comes late.
    await admin.desk.hall.saveShift(added);
    expect((await admin.desk.hall.staff()).shifts).toEqual([{ ...shift, shiftId, to: '17:00' }]);
    await admin.desk.hall.removeShift({ shiftId });
    await admin.desk.hall.saveShift(added);
    expect((await admin.desk.hall.staff()).shifts).toEqual([]);
    const wrong = (change: object) =>
      refusalOf(admin.desk.hall.saveShift({ ...shift, ...newShift(), ...change }));
    expect(await wrong({ staffId: 'nobody' })).toBe('STAFF_UNKNOWN');
    expect(await wrong({ counterId: 'c99' })).toBe('COUNTER_UNKNOWN');
  });

  it('of a week are copied to the next once, and each sees his own', async () => {
    // Mondays of a year in which nobody else plans.
    const [monday, next] = ['2027-03-01', '2027-03-08'];
    const plan = (staffId: string, businessDate: string, from: string, to: string) =>
      admin.desk.hall.saveShift({ ...newShift(), staffId, counterId: 'c02', businessDate, from, to });
    await plan('clerk1', monday, '09:00', '12:00');
    await plan('clerk2', '2027-03-07', '09:00', '12:00');
    await plan('clerk2', '2027-03-14', '11:00', '14:00');
    expect(await admin.desk.hall.copyShifts({ monday })).toEqual({ copied: 1, leftOut: 1 });
    const twice = await Promise.all([1, 2].map(() => admin.desk.hall.copyShifts({ monday })));
    expect(twice).toEqual([1, 2].map(() => ({ copied: 0, leftOut: 2 })));
    const { shifts } = await admin.desk.hall.staff();
    const copied = shifts.filter(({ businessDate }) => businessDate === next);
    expect(copied).toMatchObject([{ staffId: 'clerk1', counterId: 'c02', from: '09:00', to: '12:00' }]);

    const today = businessDateAt(platform.clock.now());
    await plan('clerk1', today, '13:00', '17:00');
    await plan('clerk1', addDays(today, 1), '09:00', '12:00');
    await plan('clerk2', today, '09:00', '12:00');
    const clerk = new TestClerk(platform.url);
    await clerk.signIn('clerk1', TEST_PIN);
    const own = (await clerk.desk.staff.shifts()).shifts;
    expect(own.map(({ staffId, businessDate }) => [staffId, businessDate])).toEqual([
      ['clerk1', today],
      ['clerk1', addDays(today, 1)],
    ]);
    expect(await refusalOf(clerk.desk.hall.copyShifts({ monday }))).toBe('NOT_ALLOWED');
  });
});
