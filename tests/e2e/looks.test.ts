import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { axeFaults, keepPicture, picturesWanted } from '../harness/look-at-page.ts';
import { sharedDatabase } from '../harness/shared-database.ts';
import { openTerminal, type TerminalAtWindow } from '../harness/terminal-at-window.ts';
import { theReader } from '../harness/watch.ts';
import { GROUP, ITEM, ITEM_WITH_MATERIALS, texts } from './steps.ts';

/**
 * Every page of the way to a number, in each mode: nothing that axe can find is wrong with it, and nothing is cut off.
 * PICTURES=1 keeps a picture of each in test-results/ for the eyes.
 */

/** The buttons that lead to a mode, and what axe looks for in it: larger print has the same names and colours. */
const modes = {
  standard: { buttons: [], axe: 'all' },
  large: { buttons: [texts.bar.large], axe: 'nothing' },
  elder: { buttons: [texts.bar.elder], axe: 'all' },
  'high-contrast': { buttons: [texts.bar.highContrast], axe: 'colours' },
} as const;

let terminal: TerminalAtWindow;

describe.each([
  ['portrait', 1080, 1920, { widthMm: 268, heightMm: 476 }],
  ['landscape', 1920, 1080, { widthMm: 476, heightMm: 268 }],
] as const)('%s', (orientation, width, height, screen) => {
  beforeAll(async () => {
    terminal = await openTerminal({
      name: `looks-${orientation}`,
      database: sharedDatabase,
      width,
      height,
      screen,
    });
    terminal.page.setDefaultTimeout(10_000);
    await terminal.page.getByText(texts.attract.begin).first().waitFor();
  });

  afterAll(async () => {
    await terminal.close();
  });

  afterEach(async () => {
    const exit = terminal.page.getByRole('button', { name: texts.bar.exit });
    if (await exit.isVisible()) await exit.click();
  });

  // High contrast changes no sizes: what is cut off lying down was so in standard.
  const looked = Object.entries(modes).filter(
    ([mode]) => picturesWanted || orientation === 'portrait' || mode !== 'high-contrast',
  );
  it.each(looked)('%s', async (mode, { buttons, axe }) => {
    const { page, dock } = terminal;
    const faults: string[] = [];
    const look = async (name: string): Promise<void> => {
      // A screen that lies down shows the same elements in other places.
      const found = orientation === 'portrait' && axe !== 'nothing' ? await axeFaults(page, axe) : [];
      faults.push(...[...found, ...(await cutOff(page))].map((fault) => `${name}: ${fault}`));
      await keepPicture(page, `${orientation}-${mode}-${name}`);
    };
    const reader = await theReader(dock);
    const specimen = reader.specimens.find((each) => each.kind === 'resident' && each.quirk === 'none');

    await look('attract');
    await page.getByText(texts.attract.begin).first().click();
    await page.getByText(texts.home.title).waitFor();
    for (const name of buttons) await page.getByRole('button', { name, exact: true }).click();
    await look('home');
    await page.getByRole('button', { name: texts.bar.help, exact: true }).click();
    await page.getByText(texts.help.title.waiting).waitFor();
    await look('help');
    await page.getByRole('button', { name: texts.help.cancel }).click();
    await page.getByRole('button', { name: texts.home.take }).click();
    await look('services');
    await page.getByRole('button', { name: texts.services.appointment }).click();
    await page.getByText(texts.appointments.title).waitFor();
    await look('appointment');
    await page.getByRole('button', { name: texts.common.back }).click();
    await page.getByRole('button', { name: GROUP }).click();
    await page.getByRole('button', { name: ITEM }).waitFor();
    await look('items');
    await page.getByRole('button', { name: ITEM_WITH_MATERIALS }).click();
    await page.getByRole('button', { name: texts.materials.notBrought }).first().click();
    await page.getByText(texts.materials.goOn).waitFor();
    await look('materials');
    await page.getByRole('button', { name: texts.common.back }).click();
    await page.getByRole('button', { name: ITEM }).click();
    await page.getByText(texts.identity.title).waitFor();
    await look('identity');
    await page.getByRole('button', { name: texts.identity.card }).click();
    await page.getByText(texts.card.title).waitFor();
    await look('card');
    await dock.call.layCard({ deviceId: reader.deviceId, specimenId: specimen?.specimenId ?? '' });
    await page.getByText(texts.card.known, { exact: true }).waitFor();
    await look('known');
    await dock.call.liftCard({ deviceId: reader.deviceId });
    await page.getByRole('button', { name: texts.card.right }).click();
    const earlier = page.getByText(texts.card.earlier, { exact: true });
    await page.getByText(texts.confirm.title).or(earlier).waitFor();
    // The card took a number in the mode before this one.
    if (await earlier.isVisible()) {
      await look('earlier');
      await page.getByRole('button', { name: texts.card.takeNew }).click();
    }
    await page.getByText(texts.confirm.title).waitFor();
    await look('confirm');
    await page.getByRole('button', { name: texts.priority.ask }).click();
    await page.getByText(texts.priority.title).waitFor();
    await look('priority');
    await page.getByRole('button', { name: texts.priority.classes.veteran }).click();
    await page.getByText(texts.priority.change).waitFor();
    await look('confirm-priority');
    await page.getByRole('button', { name: texts.confirm.take, exact: true }).click();
    await page.getByText(texts.ticket.printed, { exact: true }).waitFor();
    await look('ticket');
    await page.getByRole('button', { name: texts.ticket.finish }).click();
    await page.getByText(texts.attract.begin).first().waitFor();
    expect(faults).toEqual([]);
  });
});

/** What reaches beyond its box or the screen. */
async function cutOff(page: Page): Promise<string[]> {
  const cut = await page.evaluate(() =>
    [...document.querySelectorAll('main, main *, nav, nav *, header, header *')]
      .filter((element) => !element.closest('svg') && element instanceof HTMLElement)
      .map((element) => element as HTMLElement)
      .filter((element) => {
        const box = element.getBoundingClientRect();
        const beyond =
          box.right > innerWidth + 1 || box.bottom > innerHeight + 1 || box.left < -1 || box.top < -1;
        const hidden = getComputedStyle(element).overflow !== 'visible';
        const overflows =
          hidden &&
          (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1);
        return box.width > 0 && (beyond || overflows);
      })
      .map((element) => `${element.tagName}: ${element.innerText.slice(0, 30)}`),
  );
  return cut.map((each) => `cut off: ${each}`);
}
