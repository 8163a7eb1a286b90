import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { commandLine, descendants } from '../harness/process-tree.ts';
import { sharedDatabase } from '../harness/shared-database.ts';
import { openTerminal, type TerminalAtWindow } from '../harness/terminal-at-window.ts';
import { beginSession, takeWithoutCard, texts, ticketLabelOn } from './steps.ts';

/** How a session ends when nobody ends it: by idleness, and by a crash. */

let terminal: TerminalAtWindow;

beforeAll(async () => {
  terminal = await openTerminal({
    name: 'session',
    database: sharedDatabase,
    width: 1080,
    height: 1920,
    session: { idleSeconds: 40, warningSeconds: 20 },
  });
  await terminal.page.getByText(texts.attract.begin).first().waitFor();
});

afterAll(async () => {
  await terminal.close();
});

afterEach(async () => {
  const exit = terminal.page.getByRole('button', { name: texts.bar.exit });
  if (await exit.isVisible()) await exit.click();
});

it('warns before it ends, goes on at a touch, and ends alone', async () => {
  const { page } = terminal;
  await takeWithoutCard(page);
  const label = await ticketLabelOn(page);
  await page.getByText(texts.idle.title).waitFor();
  await page.getByRole('button', { name: texts.idle.stay }).click();
  await page.getByText(texts.idle.title).waitFor({ state: 'hidden' });
  expect(await ticketLabelOn(page)).toBe(label);
  await page.getByText(texts.idle.title).waitFor();
  await page.getByText(texts.attract.begin).first().waitFor();
  expect(await page.content()).not.toContain(label);
});

it('a killed service brings a moment, and then a clean attract page without a reload', async () => {
  const { page, window } = terminal;
  await beginSession(page);
  await page.evaluate(() => {
    (globalThis as unknown as { sameDocument: boolean }).sameDocument = true;
  });
  process.kill(await serviceOf(window.process.pid ?? 0), 'SIGKILL');
  await page.getByText(texts.attract.begin).first().waitFor();
  expect(await page.evaluate(() => 'sameDocument' in globalThis)).toBe(true);
  await takeWithoutCard(page);
  await ticketLabelOn(page);
});

async function serviceOf(shell: number): Promise<number> {
  for (const pid of await descendants(shell)) {
    if ((await commandLine(pid)).includes('service.mjs')) return pid;
  }
  throw new Error('the shell has no service');
}
