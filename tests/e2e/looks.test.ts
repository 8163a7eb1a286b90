import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { project } from '../harness/stack.ts';
import { openTerminal, type TerminalAtWindow } from '../harness/terminal-at-window.ts';
import { theReader } from '../harness/watch.ts';
import { GROUP, ITEM, ITEM_WITH_MATERIALS, texts } from './steps.ts';

/**
 * Every page of the way to a number, in each mode: nothing that axe can find is wrong with it, nothing is cut off,
 * and a picture is kept in test-results/ for the eyes.
 */

const modes = {
  standard: [],
  large: [texts.bar.large],
  elder: [texts.bar.elder],
  'high-contrast': [texts.bar.highContrast],
} as const;

const pictures = join(project, 'test-results', 'pictures');

let terminal: TerminalAtWindow;

describe.each([
  ['portrait', 1080, 1920, { widthMm: 268, heightMm: 476 }],
  ['landscape', 1920, 1080, { widthMm: 476, heightMm: 268 }],
] as const)('%s', (orientation, width, height, screen) => {
  beforeAll(async () => {
    await mkdir(pictures, { recursive: true });
    terminal = await openTerminal({ name: `looks-${orientation}`, width, height, screen });
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

  it.each(Object.entries(modes))('%s', async (mode, buttons) => {
    const { page, dock } = terminal;
    const looked: string[] = [];
    const look = async (name: string): Promise<void> => {
      looked.push(...(await faultsOf(page, name)));
      await page.screenshot({ path: join(pictures, `${orientation}-${mode}-${name}.png`) });
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
    expect(looked).toEqual([]);
  });
});

/** What axe finds, and what reaches beyond its box or the screen. */
async function faultsOf(page: Page, name: string): Promise<string[]> {
  // The legacy mode runs in the page itself: a terminal's window opens no second page.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
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
  return [
    ...violations.map(
      (each) => `${name}: ${each.id} at ${each.nodes.map((node) => node.target.join(' ')).join(', ')}`,
    ),
    ...cut.map((each) => `${name}: cut off: ${each}`),
  ];
}
