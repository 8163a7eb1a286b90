import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isTooSimple } from '#domain/identity/pin-rule.ts';
import { createMemoryLog } from '../log/log.ts';
import { newFolder, removeFolders } from '../testing/test-terminal.ts';
import { createTestTime, type TestTime } from '../testing/test-time.ts';
import { hashPin } from './pin.ts';
import { createPinKeeper, type PinKeeper } from './pin-keeper.ts';

const PIN = '480276';
const MINUTE = 60_000;
let folder: string;
let time: TestTime;
let log: ReturnType<typeof createMemoryLog>;

beforeEach(() => {
  folder = join(newFolder(), 'administration');
  time = createTestTime();
  log = createMemoryLog();
});
afterEach(removeFolders);

const open = (pinHash?: string): PinKeeper => createPinKeeper({ folder, pinHash, clock: time, log });
const firstPin = () => readFileSync(join(folder, 'first-pin.txt'), 'utf8').trim();
const codeOf = async (keeper: PinKeeper, pin: string) =>
  (await keeper.check(pin)).match(
    ({ first }) => (first ? 'first' : 'right'),
    (code) => code,
  );

describe('the first use', () => {
  test('is with the number in a file that only the owner reads, the same after a restart', async () => {
    const keeper = open();
    expect(keeper.firstPinFile()).toBe(join(folder, 'first-pin.txt'));
    expect(firstPin()).toMatch(/^\d{8}$/);
    expect(statSync(join(folder, 'first-pin.txt')).mode & 0o777).toBe(0o600);
    expect(await codeOf(keeper, '000000')).toBe('PIN_WRONG');
    expect(await codeOf(open(), firstPin())).toBe('first');
  });

  test('ends when a PIN is set, and the number is void', async () => {
    const keeper = open();
    const first = firstPin();
    expect((await keeper.set(PIN)).isOk()).toBe(true);
    expect(existsSync(join(folder, 'first-pin.txt'))).toBe(false);
    const after = open();
    expect(after.firstPinFile()).toBeUndefined();
    expect(await codeOf(after, first)).toBe('PIN_WRONG');
    expect(await codeOf(after, PIN)).toBe('right');
  });

  test('begins again when the file of the PIN is deleted', async () => {
    await open().set(PIN);
    rmSync(join(folder, 'pin.json'));
    const keeper = open();
    expect(await codeOf(keeper, PIN)).toBe('PIN_WRONG');
    expect(await codeOf(keeper, firstPin())).toBe('first');
  });
});

describe('wrong PINs', () => {
  beforeEach(async () => {
    await open().set(PIN);
  });

  test('lock after five for half a minute, then twice as long each time, and the right one frees', async () => {
    const keeper = open();
    for (let tries = 0; tries < 5; tries += 1) expect(await codeOf(keeper, '999998')).toBe('PIN_WRONG');
    expect(keeper.lockedForMs()).toBe(MINUTE / 2);
    expect(await codeOf(keeper, PIN)).toBe('PIN_LOCKED');
    time.advance(MINUTE / 2);
    expect(await codeOf(keeper, '999998')).toBe('PIN_WRONG');
    expect(keeper.lockedForMs()).toBe(MINUTE);
    time.advance(MINUTE);
    expect(await codeOf(keeper, PIN)).toBe('right');
    expect(await codeOf(keeper, '999998')).toBe('PIN_WRONG');
    expect(keeper.lockedForMs()).toBe(0);
  });

  test('stay counted over a restart', async () => {
    for (let tries = 0; tries < 5; tries += 1) await open().check('999998');
    expect(await codeOf(open(), PIN)).toBe('PIN_LOCKED');
  });

  test('given many at once are looked at one by one', async () => {
    const keeper = open();
    const codes = await Promise.all(Array.from({ length: 8 }, () => codeOf(keeper, '999998')));
    expect(codes.filter((code) => code === 'PIN_WRONG')).toHaveLength(5);
    expect(codes.filter((code) => code === 'PIN_LOCKED')).toHaveLength(3);
  });

  test('never lock for more than an hour, also where the clock was put back', async () => {
    const keeper = open();
    for (let tries = 0; tries < 20; tries += 1) {
      await keeper.check('999998');
      time.advance(keeper.lockedForMs());
    }
    await keeper.check('999998');
    time.advance(-48 * 60 * MINUTE);
    expect(keeper.lockedForMs()).toBe(60 * MINUTE);
  });

  test('are in the log, the numbers themselves are not', async () => {
    await open().check('999998');
    const text = JSON.stringify(log.entries);
    expect(text).toContain('administration.refused');
    expect(text).not.toContain('999998');
    expect(text).not.toContain(PIN);
  });
});

test('a PIN of the configuration is the only one', async () => {
  await open().set(PIN);
  const keeper = open(await hashPin('731946'));
  expect(keeper.firstPinFile()).toBeUndefined();
  expect(await codeOf(keeper, PIN)).toBe('PIN_WRONG');
  expect(await codeOf(keeper, '731946')).toBe('right');
});

test.each(['111111', '121212', '123456', '987654', '456789'])('%s is too simple', async (pin) => {
  expect(isTooSimple(pin)).toBe(true);
  expect((await open().set(pin))._unsafeUnwrapErr()).toBe('PIN_TOO_SIMPLE');
});
