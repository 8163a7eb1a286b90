import type { Locator, Page } from 'playwright-core';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { businessDateAt } from '#domain/time/hall-time.ts';
import { TEST_PIN } from '#platform/testing/test-platform.ts';
import { giveTickets } from '#platform/testing/waiting-tickets.ts';
import { type DeskHall, openDeskHall } from '../harness/desk-hall.ts';
import { keepPicture } from '../harness/look-at-page.ts';
import { action, deskTexts } from './desk-steps.ts';
import { expectFocusShown, tabTo } from './focus.ts';

/** A clerk's whole day by keys alone, then a small one by finger alone: nothing here presses a mouse. */

const { staff: words } = deskTexts;
let desk: DeskHall;
let keys: Page;
let tablet: Page;

beforeAll(async () => {
  desk = await openDeskHall({
    name: 'staff-keys',
    pages: async (platform) => {
      const times = {
        businessDate: businessDateAt(platform.clock.now()),
        fromTime: '09:00',
        toTime: '17:00',
      };
      const shift = {
        hallId: platform.hallId,
        shiftId: 'of-today',
        staffId: 'clerk1',
        counterId: 'c05',
        ...times,
      };
      await platform.database.insertInto('shifts').values(shift).execute();
      return [
        { path: '/staff', width: 1366, height: 768 },
        { path: '/staff?tablet', width: 1024, height: 768 },
      ];
    },
  });
  const [first, second] = desk.pages;
  if (!first || !second) throw new Error('a page of the hall is missing');
  [keys, tablet] = [first, second];
  const ordinary = Array.from({ length: 8 }, () => 'ordinary' as const);
  await giveTickets(desk.platform, ordinary, { queueId: 'social', serviceId: 'pension-query' });
});

afterAll(() => desk.close());

const press = (...all: string[]) =>
  all.reduce((before, key) => before.then(() => keys.keyboard.press(key)), Promise.resolve());
const enterOn = async (wanted: Locator, key?: 'Tab' | 'Shift+Tab') => {
  await tabTo(keys, wanted, key);
  await press('Enter');
};
/** The number at the counter once it stands as wanted; the focus is seen then. */
const atCounter = async (state: 'called' | 'serving' | 'none', label = '') => {
  await keys.locator(`section[data-state="${state}"]`).filter({ hasText: label }).waitFor();
  await action(keys, 'keys').and(keys.locator(':enabled')).waitFor();
  await expectFocusShown(keys);
};
const dialog = () => keys.getByRole('dialog');
const closed = async () => {
  await press('Escape');
  await dialog().waitFor({ state: 'detached' });
  await expectFocusShown(keys);
};
const listed = (label: string) => keys.locator(`li[data-label="${label}"]`);
const waiting = (count: number) =>
  keys.getByText(words.waiting.title.replace('{{count}}', String(count)), { exact: true }).waitFor();

it('is done by keys alone, and the focus is seen all the way', async () => {
  await expectFocusShown(keys);
  await keys.keyboard.type('clerk1');
  await press('Tab');
  await keys.keyboard.type(TEST_PIN);
  await press('Enter');
  // The counter that the plan has for him is the first, and waits for Enter alone.
  await keys
    .getByText(words.shifts.planned.replace('{{from}}', '09:00').replace('{{to}}', '17:00'))
    .waitFor();
  await keys.getByRole('heading', { name: words.shifts.title }).waitFor();
  await expectFocusShown(keys);
  await keepPicture(keys, 'staff-planned-counter');
  expect(await keys.evaluate(() => document.activeElement?.getAttribute('data-action'))).toBe('counter-c05');
  await press('Enter');
  await atCounter('none');

  await press('F2');
  await atCounter('called', 'B001');
  for (const calls of [2, 3]) {
    await press('r');
    await keys.getByText(words.now.calledTimes_other.replace('{{count}}', String(calls))).waitFor();
    await atCounter('called', 'B001');
  }
  await press('n');
  await atCounter('none');
  await enterOn(listed('B001').getByRole('button'));
  await waiting(8);
  await expectFocusShown(keys);

  // Whoever did not come lets others pass.
  await press('F2');
  await atCounter('called', 'B002');
  await press('s');
  await atCounter('serving', 'B002');
  await press('h');
  await atCounter('none');
  await enterOn(listed('B002').getByRole('button'));
  await atCounter('called', 'B002');

  await press('t');
  await dialog().waitFor();
  await expectFocusShown(keys);
  await closed();
  await press('t');
  // The first of the other queues.
  await press('1');
  await atCounter('none');
  await waiting(7);

  await press('/');
  await expectFocusShown(keys);
  await keys.keyboard.type('b005');
  await press('Enter');
  await atCounter('called', 'B005');
  await press('s');
  await atCounter('serving', 'B005');
  await press('m');
  await expectFocusShown(keys);
  await keys.keyboard.type('B006');
  await press('Enter');
  await keys.getByText(words.now.merged.replace('{{labels}}', 'B006')).waitFor();
  await atCounter('serving', 'B005');
  await press('f');
  await atCounter('none');
  await waiting(5);

  await press('a');
  await dialog().getByLabel(deskTexts.hall.appointments.findLabel).waitFor();
  await expectFocusShown(keys);
  await keys.keyboard.type('ABCD23456789');
  await press('Enter');
  await dialog().getByText(deskTexts.hall.appointments.findNone).waitFor();
  await enterOn(action(keys, 'book'));
  const booking = dialog().getByRole('heading', { name: deskTexts.hall.appointments.bookTitle });
  await booking.waitFor();
  await expectFocusShown(keys);
  await press('Escape');
  await booking.waitFor({ state: 'detached' });
  await expectFocusShown(keys);
  await closed();
  await press('?');
  await expectFocusShown(keys);
  await closed();

  await press('b');
  await keys.getByText(words.break.title).waitFor();
  await expectFocusShown(keys);
  await press('b');
  await atCounter('none');

  const terminal = await desk.platform.enrolled();
  const helpId = uuidv7();
  await terminal.client.help.call({ helpId, screen: 'queue.services' });
  await action(keys, 'help-answer').waitFor();
  await press('g');
  await enterOn(action(keys, 'help-end'), 'Shift+Tab');
  await action(keys, 'help-end').waitFor({ state: 'detached' });
  await expectFocusShown(keys);
  expect((await terminal.client.help.state({ helpId })).state).toBe('ended');

  await enterOn(action(keys, 'leave'));
  await action(keys, 'counter-c05').and(keys.locator(':enabled')).waitFor();
  await enterOn(action(keys, 'sign-out'), 'Shift+Tab');
  await keys.getByLabel(words.signIn.login).waitFor();
  await expectFocusShown(keys);
});

it('is done by finger alone', async () => {
  const finger = await tablet.context().newCDPSession(tablet);
  const tap = async (wanted: Locator) => {
    await wanted.and(tablet.locator(':enabled')).waitFor();
    // Where it stays, not where it stands while the page makes room.
    await (await wanted.elementHandle())?.waitForElementState('stable');
    const box = await wanted.boundingBox();
    if (!box) throw new Error('there is nothing to touch');
    const touchPoints = [{ x: box.x + box.width / 2, y: box.y + box.height / 2 }];
    await finger.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints });
    await finger.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  };
  const button = (name: string) => action(tablet, name);
  await tap(tablet.getByLabel(words.signIn.login));
  await tablet.keyboard.type('clerk2');
  await tap(tablet.getByLabel(words.signIn.pin));
  await tablet.keyboard.type(TEST_PIN);
  await tap(button('sign-in'));
  await tap(button('counter-c06'));
  await tap(button('next'));
  await tap(button('serve'));
  await tap(button('transfer'));
  await tap(tablet.getByRole('dialog').getByRole('button').first());
  await tap(tablet.locator('li[data-label="B001"]').getByRole('button'));
  await tablet.locator('section[data-state="called"]').getByText('B001').waitFor();
  await tap(button('hold'));
  await tap(tablet.locator('li[data-label="B001"]').getByRole('button'));
  await tap(button('serve'));
  await tap(button('finish'));
  await tap(button('pause'));
  await tap(button('go-on'));
  await button('next').waitFor();
  await tap(button('leave'));
  await tap(button('sign-out'));
  await tablet.getByLabel(words.signIn.login).waitFor();
});
