import type { Page } from 'playwright-core';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addDays, businessDateAt } from '../../domain/time/hall-time.ts';
import { TestClerk } from '../../platform/testing/test-clerk.ts';
import { type HallBrowser, openHallBrowser } from '../harness/hall-browser.ts';
import { keepPicture } from '../harness/look-at-page.ts';
import { sharedDatabase } from '../harness/shared-database.ts';
import { openTerminal, type TerminalAtWindow } from '../harness/terminal-at-window.ts';
import { action, deskTexts, signIn, sitDown } from './desk-steps.ts';
import { beginSession, texts, ticketLabelOn } from './steps.ts';

/** An appointment from the clerk who books it to the citizen who types its code. */

let terminal: TerminalAtWindow;
let browser: HallBrowser;
let staff: Page;
let phone: Page;
let code: string;
let appointmentId: string;

beforeAll(async () => {
  terminal = await openTerminal({ name: 'appointment', database: sharedDatabase, width: 1080, height: 1920 });
  await terminal.page.getByText(texts.attract.begin).first().waitFor();
  const administrator = new TestClerk(terminal.platformUrl);
  await administrator.signIn('admin', '135790');
  const businessDate = businessDateAt(Date.now());
  const { services } = await administrator.desk.appointments.day({ businessDate });
  const booked = await administrator.desk.appointments.book({
    actionKey: uuidv7(),
    serviceId: services[0]?.serviceId ?? '',
    // It must not be over before the test is, however slow the machine.
    from: new Date().toISOString(),
    to: new Date(Date.now() + 3 * 60 * 60_000).toISOString(),
  });
  ({ code, appointmentId } = booked);
  browser = await openHallBrowser({
    display: terminal.display,
    folder: terminal.folder,
    pages: [
      { url: `${terminal.platformUrl}/staff`, width: 1366, height: 768 },
      { url: `${terminal.platformUrl}/a/${code}`, width: 390, height: 844 },
    ],
  });
  const [desk, hand] = browser.pages;
  if (!desk || !hand) throw new Error('a page of the hall is missing');
  staff = desk;
  phone = hand;
});

afterAll(async () => {
  await browser.close();
  await terminal.close();
});

it('a phone shows when to come and what to show, on the page of its code', async () => {
  await phone.getByText(code, { exact: true }).waitFor();
  await phone.getByRole('img').first().waitFor();
  await keepPicture(phone, 'appointment-phone');
});

it('a clerk finds it by key alone, and books another that has a slip', async () => {
  await staff.evaluate(() => localStorage.setItem('desk.language', 'zh-CN'));
  await signIn(staff, 'clerk1');
  await sitDown(staff, 'c02');
  await staff.keyboard.press('a');
  const found = staff.locator(`[data-row="${appointmentId}"]`);
  await found.waitFor();
  // The field has the focus; how it is written does not matter.
  await staff.keyboard.type(code.toLowerCase().replaceAll('-', ' '));
  await staff.keyboard.press('Enter');
  await staff.getByText(deskTexts.hall.appointments.found).waitFor();
  await found.waitFor();
  await keepPicture(staff, 'appointment-found');

  await action(staff, 'book').click();
  // A working day, on which every hall has times.
  let date = addDays(businessDateAt(Date.now()), 1);
  while ([0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay())) date = addDays(date, 1);
  const form = staff.getByRole('dialog').last();
  await form.getByLabel(deskTexts.hall.appointments.date).fill(date);
  await form.locator('select[name="time"]').waitFor();
  await action(staff, 'save').click();
  await staff.locator('[data-slip]').waitFor();
  await keepPicture(staff, 'appointment-slip');
  await staff.keyboard.press('Escape');
});

it('a citizen types its code: a wrong letter can be mended, and the number keeps the appointment', async () => {
  const { page, database } = terminal;
  const press = async (letters: string) => {
    for (const letter of letters) await page.getByRole('button', { name: letter, exact: true }).click();
  };
  await beginSession(page);
  await page.getByRole('button', { name: texts.home.take }).click();
  await page.getByRole('button', { name: texts.services.appointment }).click();
  await page.getByRole('button', { name: texts.appointments.type }).click();
  const letters = code.replaceAll('-', '');
  const wrong = letters.endsWith('A') ? 'B' : 'A';
  await press(`${letters.slice(0, -1)}${wrong}`);
  const search = page.getByRole('button', { name: texts.appointments.typing.search });
  await search.click();
  await page.getByText(texts.appointments.typing.wrong).waitFor();
  await page.getByRole('button', { name: texts.appointments.typing.erase }).click();
  await press(letters.slice(-1));
  await search.click();
  await page.getByText(texts.appointments.found).waitFor();
  await page.getByRole('button', { name: texts.appointments.states['on-time'] }).click();
  const goOn = page.getByRole('button', { name: texts.materials.allBrought });
  const take = page.getByRole('button', { name: texts.confirm.take, exact: true });
  await goOn.or(take).first().waitFor();
  if (await goOn.isVisible()) await goOn.click();
  // Nobody who has an appointment is asked for his card.
  await take.click();
  await ticketLabelOn(page);
  await expect
    .poll(() => database.rows('select state from appointments where appointment_id = $1', [appointmentId]), {
      timeout: 60_000,
    })
    .toEqual([{ state: 'checked-in' }]);
});
