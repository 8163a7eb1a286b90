import type { Page } from 'playwright-core';
import chinese from '../../renderer/i18n/zh-CN.json' with { type: 'json' };

/** What the buttons say: tests press what a citizen reads. */
export const texts = chinese;

/** The group and the item that every test takes a number for: the first of the demo hall. */
export const GROUP = '社保医保';
export const ITEM = '养老保险权益查询';
export const ITEM_WITH_MATERIALS = '退休待遇申领';

export async function beginSession(page: Page): Promise<void> {
  await page.getByText(texts.attract.begin).first().click();
  await page.getByText(texts.home.title).waitFor();
}

/** From the home page to the question whether to use a card. */
export async function chooseService(page: Page): Promise<void> {
  await page.getByRole('button', { name: texts.home.take }).click();
  await page.getByRole('button', { name: GROUP }).click();
  await page.getByRole('button', { name: ITEM }).click();
  await page.getByText(texts.identity.title).waitFor();
}

/** The whole way to a number without a card. */
export async function takeWithoutCard(page: Page): Promise<void> {
  await beginSession(page);
  await chooseService(page);
  await page.getByRole('button', { name: texts.identity.without }).click();
  await page.getByRole('button', { name: texts.confirm.take, exact: true }).click();
}

/** The large number on the ticket page. */
export async function ticketLabelOn(page: Page): Promise<string> {
  await page.getByText(texts.ticket.title).waitFor();
  const number = page.getByLabel(new RegExp(`^${texts.ticket.number} `));
  return (await number.innerText()).trim();
}
