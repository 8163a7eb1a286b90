import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { keepPicture } from '../harness/look-at-page.ts';
import { commandLine, descendants } from '../harness/process-tree.ts';
import { sharedDatabase } from '../harness/shared-database.ts';
import { openTerminal, type TerminalAtWindow } from '../harness/terminal-at-window.ts';
import { connectBeside } from '../harness/terminal-beside.ts';
import { untilPrinter, untilSession } from '../harness/watch.ts';
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
    printerModel: 'kiosk-pyramid',
  });
  await terminal.page.getByText(texts.attract.begin).first().waitFor();
});

afterAll(async () => {
  await terminal.close();
});

afterEach(async () => {
  await takePaper();
  const exit = terminal.page.getByRole('button', { name: texts.bar.exit });
  if (await exit.isVisible()) await exit.click();
});

it('warns before it ends and of paper still held out, goes on at a touch, and ends alone', async () => {
  const { page } = terminal;
  await takeWithoutCard(page);
  const label = await ticketLabelOn(page);
  await page.getByText(texts.idle.title).waitFor();
  await page.getByText(texts.idle.left.paper).waitFor();
  await page.getByRole('button', { name: texts.idle.stay }).click();
  await page.getByText(texts.idle.title).waitFor({ state: 'hidden' });
  expect(await ticketLabelOn(page)).toBe(label);
  await page.getByText(texts.idle.title).waitFor();
  // Drawn back meanwhile: there is nothing more to take.
  expect(await page.getByText(texts.idle.left.paper).isVisible()).toBe(false);
  await page.getByText(texts.attract.begin).first().waitFor();
  expect(await page.content()).not.toContain(label);
});

it('is held up by paper that lies at the output, until it is taken', async () => {
  const { page } = terminal;
  await takeWithoutCard(page);
  await finishWithPaperHeldOut();
  await page.getByText(texts.finish.left.paper.title).waitFor();
  await keepPicture(page, 'finish-paper-left');
  await takePaper();
  await page.getByText(texts.attract.begin).first().waitFor();
});

it('says of paper that its owner left there that it should be taken, until it is', async () => {
  const { page } = terminal;
  await takeWithoutCard(page);
  const label = await ticketLabelOn(page);
  await finishWithPaperHeldOut();
  await page.getByRole('button', { name: texts.finish.endAnyway, exact: true }).click();
  await page.getByText(texts.attract.left.paper.title).waitFor();
  await keepPicture(page, 'attract-paper-left');
  expect(await page.content()).not.toContain(label);
  await takePaper();
  await page.getByText(texts.attract.left.paper.title).waitFor({ state: 'hidden' });
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

/** Presses the button once the terminal knows of the paper at its output, which it asks the printer for now and then. */
async function finishWithPaperHeldOut(): Promise<void> {
  const { page } = terminal;
  const beside = await connectBeside(page);
  await untilSession(beside, ({ paperHeldOut }) => paperHeldOut, 'paper at the output');
  beside.close();
  await page.getByRole('button', { name: texts.ticket.finish }).click();
}

async function takePaper(): Promise<void> {
  const { deviceId } = await untilPrinter(terminal.dock, () => true, 'a printer');
  await terminal.dock.call.takePaper({ deviceId });
}

async function serviceOf(shell: number): Promise<number> {
  for (const pid of await descendants(shell)) {
    if ((await commandLine(pid)).includes('service.mjs')) return pid;
  }
  throw new Error('the shell has no service');
}
