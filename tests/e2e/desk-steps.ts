import type { Page } from 'playwright-core';
import chinese from '../../renderer/i18n/desk.zh-CN.json' with { type: 'json' };

export const deskTexts = chinese;

/** Of the demo hall. */
const PIN = '135790';

export const action = (page: Page, name: string) => page.locator(`[data-action="${name}"]`);

export async function signIn(page: Page, login: string): Promise<void> {
  await page.getByLabel(deskTexts.staff.signIn.login).fill(login);
  await page.getByLabel(deskTexts.staff.signIn.pin).fill(PIN);
  await action(page, 'sign-in').click();
}

export async function sitDown(page: Page, counterId: string): Promise<void> {
  await action(page, `counter-${counterId}`).click();
  await action(page, 'next').waitFor();
}

/** Calls the next number and serves it to its end; gives the number, or undefined when nobody waits (any more). */
export async function serveNext(page: Page): Promise<string | undefined> {
  const next = action(page, 'next');
  if (!(await next.isEnabled())) return undefined;
  await next.click();
  const called = page.locator('section[data-state="called"]');
  const nobody = page.getByText(deskTexts.deskFailure.NOBODY_WAITING.what);
  await called.or(nobody).first().waitFor();
  // Another clerk was quicker with the last number.
  if (await nobody.isVisible()) {
    await action(page, 'dismiss').click();
    return undefined;
  }
  const label = /[A-Z]{1,2}\d{3,}/.exec(await called.innerText())?.[0];
  await action(page, 'serve').click();
  await page.locator('section[data-state="serving"]').waitFor();
  await action(page, 'finish').click();
  await page.locator('section[data-state="none"]').waitFor();
  return label;
}
