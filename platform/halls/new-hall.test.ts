import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { businessDateAt } from '#domain/time/hall-time.ts';
import { addEnrolCode } from '../terminals/enrolment.ts';
import { handIn, issuedFrom, leaseOf } from '../testing/issuing.ts';
import { refusalOf } from '../testing/refusal.ts';
import { TestClerk } from '../testing/test-clerk.ts';
import { startTestPlatform, type TestPlatform } from '../testing/test-platform.ts';
import { createHall, type NewHall } from './new-hall.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startTestPlatform();
}, 60_000);
afterAll(() => platform.stop());

const create = (changes: Partial<NewHall> = {}) =>
  createHall(platform.database, platform.clock, {
    hallId: 'new-hall',
    name: { 'zh-CN': '新城区政务服务中心' },
    login: 'new-administrator',
    ...changes,
  });

describe('a new hall', () => {
  it('gives a number that is called, and is changed by the administrator it came with', async () => {
    const pin = (await create({ hallId: 'whole', login: 'ＷＨＯＬＥ ' }))._unsafeUnwrap();
    const administrator = new TestClerk(platform.url);
    await administrator.signIn('whole', pin);
    await administrator.desk.staff.choosePin({ pin: '482915' });
    const code = 'whole-code';
    const expiresAt = new Date(platform.clock.now() + 60_000);
    await addEnrolCode(platform.database, { code, hallId: 'whole', terminalLabel: '一号机', expiresAt });
    const terminal = platform.terminal();
    await terminal.enrol(code);
    const lease = await leaseOf(terminal, 'general', businessDateAt(platform.clock.now()));
    const ticket = issuedFrom(lease, 0, platform.clock.now(), { serviceId: 'general-matter' });
    expect(await handIn(terminal, ticket)).toEqual(['accepted']);
    await administrator.desk.staff.openCounter({ actionKey: uuidv7(), counterId: 'c01' });
    const { hall, versions } = await administrator.desk.hall.hall();
    expect(hall).toMatchObject({ hallId: 'whole', version: 1, name: { 'zh-CN': '新城区政务服务中心' } });
    expect(versions).toMatchObject([{ version: 1, changedBy: null }]);
    expect((await administrator.desk.hall.preview({ hall })).problems).toEqual([]);
    const renamed = { ...hall, name: { 'zh-CN': '新城区便民服务中心' } };
    expect(await administrator.desk.hall.publish({ hall: renamed })).toEqual({ version: 2 });
  });

  it('keeps his PIN as a hash alone', async () => {
    const pin = (await create({ hallId: 'hashed', login: 'hashed' }))._unsafeUnwrap();
    const rows = await platform.database.selectFrom('staff').selectAll().execute();
    expect(pin).toMatch(/^\d{8}$/);
    expect(JSON.stringify(rows)).not.toContain(pin);
  });

  it.each<[string, Partial<NewHall>, string]>([
    ['an id that no address can hold', { hallId: 'hall/1' }, 'HALL_ID_WRONG'],
    ['capital letters in its id', { hallId: 'Hall' }, 'HALL_ID_WRONG'],
    ['a dash at the end of its id', { hallId: 'hall-' }, 'HALL_ID_WRONG'],
    ['a very long id', { hallId: 'h'.repeat(41) }, 'HALL_ID_WRONG'],
    ['no name', { name: { 'zh-CN': ' ' } }, 'NAME_WRONG'],
    ['no login', { login: ' ' }, 'LOGIN_WRONG'],
    ['a login that is longer than can be typed', { login: 'l'.repeat(65) }, 'LOGIN_WRONG'],
    ['the id of another', { hallId: 'demo-hall' }, 'HALL_THERE'],
    ['a login of another hall', { login: 'Admin' }, 'LOGIN_TAKEN'],
  ])('is refused with %s, and nothing of it stays', async (_, changes, refusal) => {
    expect((await create(changes))._unsafeUnwrapErr()).toBe(refusal);
    const halls = await platform.database.selectFrom('halls').select('hallId').execute();
    expect(halls.map(({ hallId }) => hallId)).not.toContain('new-hall');
    expect(await refusalOf(new TestClerk(platform.url).signIn('new-administrator', '19223872'))).toBe(
      'SIGN_IN_WRONG',
    );
  });
});
