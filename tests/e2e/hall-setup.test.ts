import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CounterNow } from '#contract/desk/staff.ts';
import { wholeViews } from '#contract/desk/view-parts.ts';
import { giveTickets } from '#platform/testing/waiting-tickets.ts';
import { type DeskHall, openDeskHall } from '../harness/desk-hall.ts';
import { keepPicture } from '../harness/look-at-page.ts';
import { action, deskTexts, signIn, sitDown } from './desk-steps.ts';

/** The hall administrator changes the hall on the page while people wait and a counter has one of them. */

const WAITING = 5;
const { hall: words, deskFailure } = deskTexts;
let desk: DeskHall;
let admin: Page;
let other: Page;
let clerk: Page;
let looks = 0;

beforeAll(async () => {
  desk = await openDeskHall({
    name: 'hall-setup',
    pages: async (platform) => {
      await platform.addStaff('admin2', 'administrator');
      return [
        { path: '/hall#model', width: 1366, height: 900 },
        { path: '/hall?second#model', width: 1366, height: 900 },
        { path: '/staff', width: 1366, height: 768 },
      ];
    },
  });
  const [first, second, counter] = desk.pages;
  if (!first || !second || !counter) throw new Error('a page of the hall is missing');
  [admin, other, clerk] = [first, second, counter];
  await giveTickets(
    desk.platform,
    Array.from({ length: WAITING + 1 }, () => 'ordinary' as const),
    {
      queueId: 'social',
      serviceId: 'pension-query',
    },
  );
  await signIn(clerk, 'clerk1');
  await sitDown(clerk, 'c05');
  await action(clerk, 'next').click();
  await action(clerk, 'serve').click();
  await clerk.locator('section[data-state="serving"]').waitFor();
  await signIn(admin, 'admin');
  await signIn(other, 'admin2');
  await action(admin, 'add-counter').waitFor();
  await action(other, 'add-counter').waitFor();
});

afterAll(() => desk.close());

const tab = (page: Page, name: keyof typeof words.model.parts) =>
  page.getByRole('tab', { name: words.model.parts[name], exact: true }).click();
const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name });
const dialog = (page: Page) => page.getByRole('dialog');
const weekday = (page: Page, day: keyof typeof words.hours.weekday) =>
  page.locator(`[data-weekday="${day}"]`);

/** What another clerk's page is told of the hall. */
async function counters(): Promise<readonly CounterNow[]> {
  const { desk: client } = await desk.platform.clerk(`looks-${looks++}`);
  for await (const view of wholeViews(await client.staff.watch())) return view.counters;
  throw new Error('the page was told nothing');
}

/** The number at the counter, and those that wait for it in their order. */
async function queueOf(page: Page): Promise<{ readonly current: string; readonly waiting: string[] }> {
  const rows = page.locator('ol li[data-label]');
  const waiting = await rows.evaluateAll((all) => all.map((each) => each.getAttribute('data-label') ?? ''));
  const current = /[A-Z]\d{3}/.exec(await page.locator('section[data-state]').innerText());
  return { current: current?.[0] ?? '', waiting };
}

it('shows bad input at its field, and lets none of it through', async () => {
  await action(admin, 'add-counter').click();
  await dialog(admin).getByLabel(words.nameZh).fill('20号窗口');
  await dialog(admin).getByRole('alert').getByText(words.counters.servesNobody).waitFor();
  expect(await action(admin, 'save').isDisabled()).toBe(true);
  await keepPicture(admin, 'hall-setup-counter-without-queue');
  await action(admin, 'cancel').click();

  await tab(admin, 'queues');
  await action(admin, 'add-queue').click();
  await dialog(admin).getByLabel(words.nameZh).fill('新业务');
  await dialog(admin).getByLabel(words.queues.prefix).fill('b');
  const twice = words.problem.PREFIX_REPEATED.replace('{{name}}', 'B');
  await dialog(admin).getByText(twice).waitFor();
  expect(await dialog(admin).getByLabel(words.queues.prefix).getAttribute('aria-invalid')).toBe('true');
  expect(await action(admin, 'save').isDisabled()).toBe(true);
  await keepPicture(admin, 'hall-setup-letter-twice');
  await action(admin, 'cancel').click();

  await tab(admin, 'hours');
  await admin.getByLabel(words.hours.always).uncheck();
  const monday = weekday(admin, '1');
  await monday.getByLabel(words.hours.from, { exact: true }).nth(1).fill('11:30');
  await monday.getByText(words.hours.spanProblem.SPANS_OVERLAP).waitFor();
  await monday.getByLabel(words.hours.to, { exact: true }).nth(1).fill('11');
  await admin.keyboard.press('Tab');
  await monday.getByText(words.hours.spanProblem.SPAN_EMPTY).waitFor();
  await monday.getByLabel(words.hours.from, { exact: true }).nth(1).fill('25:00');
  await admin.keyboard.press('Tab');
  await monday.getByText(words.hours.notATime).waitFor();
  await keepPicture(admin, 'hall-setup-hours-wrong');
  // What the fields say, the preview says again, and publishes nothing.
  await action(admin, 'preview').click();
  await dialog(admin).getByText(words.previewing.problems).waitFor();
  expect(await action(admin, 'publish').isDisabled()).toBe(true);
  await action(admin, 'cancel').click();
  await action(admin, 'discard').click();
  await action(admin, 'confirm').click();
  await action(admin, 'discard').waitFor({ state: 'detached' });
});

it('publishes what the preview showed, and the queue goes on as it was', async () => {
  const before = await queueOf(clerk);
  expect(before).toEqual({ current: 'B001', waiting: ['B002', 'B003', 'B004', 'B005', 'B006'] });

  await tab(admin, 'counters');
  await row(admin, '6号窗口').getByRole('button', { name: words.edit }).click();
  await dialog(admin).getByLabel(words.counters.kind).selectOption('one-visit');
  await dialog(admin).getByLabel('A 综合业务').check();
  await action(admin, 'save').click();
  await action(admin, 'add-counter').click();
  await dialog(admin).getByLabel(words.nameZh).fill('20号窗口 蜗牛办事');
  await dialog(admin).getByLabel(words.counters.kind).selectOption('slow-case');
  await dialog(admin).getByLabel('H 办不成事反映').check();
  await action(admin, 'save').click();

  await tab(admin, 'services');
  await admin.locator('[data-row="pension-query"]').getByRole('button', { name: words.edit }).click();
  await dialog(admin).getByLabel(words.services.queue).selectOption('general');
  await action(admin, 'save').click();

  await tab(admin, 'hours');
  await admin.getByLabel(words.hours.always).uncheck();
  const saturday = weekday(admin, '6');
  await saturday.locator('[data-action="add-span"]').click();
  await saturday.getByLabel(words.hours.kind).selectOption('by-appointment');
  await action(admin, 'add-day').click();
  await admin.locator('[name="exception-date"]').fill('2027-01-01');
  await admin.getByText(words.hours.holiday).waitFor();
  await keepPicture(admin, 'hall-setup-hours');

  await action(admin, 'preview').click();
  const changes = dialog(admin).locator('li[data-change]');
  await changes.first().waitFor();
  await keepPicture(admin, 'hall-setup-preview');
  const shown = (await changes.allInnerTexts()).map((each) =>
    each
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  );
  const part = words.previewing.part;
  const { added, changed } = words.previewing.change;
  const usual = '09:00–12:00 · 13:00–17:00';
  expect(shown).toEqual([
    [
      added,
      part.hours,
      '草原明珠政务服务中心（演示）',
      ...(['1', '2', '3', '4', '5'] as const).map((day) => `${words.hours.weekday[day]}：${usual}`),
      `周六：09:00–12:00 ${words.hours.kinds['by-appointment']}`,
      `周日：${words.hours.closed}`,
      `1月1日周五：${words.hours.holiday}`,
    ],
    [
      changed,
      part.counter,
      '6号窗口 医保',
      `${words.counters.kind}：部门窗口 → 一次办`,
      `${words.counters.serves}：B 社保医保 → B 社保医保 · A 综合业务`,
    ],
    [
      added,
      part.counter,
      '20号窗口 蜗牛办事',
      `${words.nameZh}：20号窗口 蜗牛办事`,
      `${words.counters.kind}：蜗牛办事`,
      `${words.counters.serves}：H 办不成事反映`,
    ],
    [changed, part.service, '养老保险权益查询', `${words.services.queue}：B 社保医保 → A 综合业务`],
  ]);
  await action(admin, 'publish').click();
  await admin.getByText(words.model.published.replace('{{version}}', '2')).waitFor();

  expect(await queueOf(clerk)).toEqual(before);
  const now = await counters();
  expect(now.find(({ counterId }) => counterId === 'c06')).toMatchObject({
    kind: 'one-visit',
    queueIds: ['social', 'general'],
  });
  expect(now.some(({ label }) => label['zh-CN'] === '20号窗口 蜗牛办事')).toBe(true);
  // And it goes on: the number at the counter is finished, the next one comes in its turn.
  await action(clerk, 'finish').click();
  await action(clerk, 'next').click();
  await clerk.locator('section[data-state="called"]').getByText('B002').waitFor();
});

it('tells the second of two administrators that the hall is another by now, and lets him do it again', async () => {
  await tab(other, 'policy');
  const calls = other.getByLabel(words.policy.noShow);
  await calls.fill('2');
  await action(other, 'preview').click();
  await dialog(other).getByText(deskFailure.HALL_CHANGED.what).waitFor();
  expect(await dialog(other).locator('li[data-change]').count()).toBe(0);
  expect(await action(other, 'publish').isDisabled()).toBe(true);
  await keepPicture(other, 'hall-setup-outdated');
  await action(other, 'cancel').click();
  await other.getByText(words.model.newer.replace('{{version}}', '2')).waitFor();

  await action(other, 'discard').click();
  await action(other, 'confirm').click();
  await calls.fill('2');
  await action(other, 'preview').click();
  // Between the look and the touch somebody else publishes.
  await tab(admin, 'policy');
  await admin.getByLabel(words.policy.noShow).fill('4');
  await action(admin, 'preview').click();
  await action(admin, 'publish').click();
  await admin.getByText(words.model.published.replace('{{version}}', '3')).waitFor();
  await action(other, 'publish').click();
  await dialog(other).getByText(deskFailure.HALL_CHANGED.what).waitFor();
  await action(other, 'cancel').click();
});

it('brings the former hall back, and the queue stays', async () => {
  const { waiting } = await queueOf(clerk);
  await tab(admin, 'history');
  await admin.locator('[data-row="1"]').getByRole('button', { name: words.history.restore }).click();
  await action(admin, 'confirm').click();
  await admin.getByText(words.history.restored.replace('{{version}}', '4')).waitFor();
  await keepPicture(admin, 'hall-setup-history');
  await tab(admin, 'counters');
  await row(admin, '6号窗口').getByText(words.kind.department).waitFor();
  expect(await row(admin, '20号窗口').count()).toBe(0);
  await tab(admin, 'hours');
  expect(await admin.getByLabel(words.hours.always).isChecked()).toBe(true);
  expect((await queueOf(clerk)).waiting).toEqual(waiting);
});

it('plans a shift and copies its week to the next', async () => {
  const { people } = words;
  await admin.getByRole('link', { name: words.areas.people }).click();
  await action(admin, 'add-shift').click();
  await dialog(admin).locator('[name="counter"]').selectOption('c06');
  await action(admin, 'save').click();
  const planned = row(admin, '6号窗口');
  await planned.waitFor();
  await action(admin, 'copy-week').click();
  await keepPicture(admin, 'hall-setup-copy-week');
  await action(admin, 'save').click();
  await admin.getByText(people.copied_other.replace('{{count}}', '1')).waitFor();
  await planned.filter({ hasText: '11月28日' }).waitFor();
  expect(await planned.count()).toBe(2);
  // Only the area scrolls, never the page with its bar.
  expect(await admin.evaluate(() => document.documentElement.scrollHeight - innerHeight)).toBe(0);
  await keepPicture(admin, 'hall-setup-shifts');
});
