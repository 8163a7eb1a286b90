import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse } from 'yaml';
import { axeFaults, keepPicture } from '../harness/look-at-page.ts';
import { sharedDatabase } from '../harness/shared-database.ts';
import { openTerminal, type TerminalAtWindow } from '../harness/terminal-at-window.ts';
import { receiptText, untilPrinter } from '../harness/watch.ts';
import { texts } from './steps.ts';

/** What the administrator does at the window: the PIN, a broken device, a device taken out and put in, the self-test. */

const PIN = '480276';
const words = texts.administration;
const printerName = words.classes['receipt-printer'];
let terminal: TerminalAtWindow;

beforeAll(async () => {
  terminal = await openTerminal({
    name: 'administrator',
    database: sharedDatabase,
    width: 1080,
    height: 1920,
    fakeCameras: 3,
  });
  terminal.page.setDefaultTimeout(30_000);
  await terminal.page.getByText(texts.attract.begin).first().waitFor();
});

afterAll(async () => {
  await terminal.close();
});

const press = (name: string) => terminal.page.getByRole('button', { name }).first().click();

/** Nothing that axe can find is wrong with the page that stands there. */
async function lookOver(): Promise<void> {
  expect(await axeFaults(terminal.page)).toEqual([]);
}

async function goToDoor(): Promise<void> {
  const { page } = terminal;
  const corners = [10, 1070, 10, 1070];
  for (const x of corners) await page.mouse.click(x, 10);
  await page.getByText(words.enterTitle).waitFor();
}

async function giveDigits(pin: string, enter: string): Promise<void> {
  const { page } = terminal;
  for (const digit of pin) await page.getByRole('button', { name: digit, exact: true }).click();
  await page.getByRole('button', { name: enter, exact: true }).click();
}

const devicesInFile = async () => {
  const text = await readFile(terminal.configFile, 'utf8');
  return (parse(text) as { devices: { class: string; transport: { path: string } }[] }).devices;
};

it('is let in by the number of the first use, sets a PIN, and comes in by it', async () => {
  const { page, folder } = terminal;
  await goToDoor();
  await lookOver();
  await giveDigits('000000', words.enter);
  await page.getByText(texts.failure.PIN_WRONG.administrator).waitFor();
  const first = await readFile(join(folder, 'terminal', 'administration', 'first-pin.txt'), 'utf8');
  await giveDigits(first.trim(), words.enter);
  await page.getByText(words.setTitle).waitFor();
  await giveDigits(PIN, words.setNext);
  await page.getByText(words.setAgainTitle).waitFor();
  await giveDigits(PIN, words.setSave);
  await page.getByText(words.devicesDetail).waitFor();
  await press(words.leave);
  await page.getByText(texts.attract.begin).first().waitFor();
  await goToDoor();
  await giveDigits(PIN, words.enter);
  await page.getByText(words.devicesDetail).waitFor();
  await lookOver();
});

it('sees a printer that is pulled out, with the reason and what to do', async () => {
  const { page, dock } = terminal;
  const { deviceId } = await untilPrinter(dock, () => true, 'the printer');
  await dock.call.plug({ deviceId, plugged: false });
  await page.getByText(texts.failure.PRINTER_LOST.administrator).waitFor();
  await press(printerName);
  await page.getByText(words.remedies.cable).waitFor();
  await lookOver();
  await dock.call.plug({ deviceId, plugged: true });
  await page.getByText(words.remedies.cable).waitFor({ state: 'hidden' });
  // Lost and back: both stand in its history.
  await page.getByText(words.states.lost).waitFor();
  await page.getByText(words.states.ready).first().waitFor();
  await page.getByRole('button', { name: new RegExp(`^${words.historyMore_other.split('{{')[0]}`) }).click();
  await page.getByText(words.historyDetail).waitFor();
  await page.getByText(texts.failure.PRINTER_LOST.administrator).waitFor();
  await lookOver();
  await press(texts.common.back);
  await page.getByText(words.history).waitFor();
});

it('has what passes over its line recorded, sees where, and ends that', async () => {
  const { page } = terminal;
  const { recording } = words;
  await press(recording.open);
  await page.getByText(recording.states.off).waitFor();
  await press(recording.begin);
  await page.getByText(/recordings\/.*\.jsonl/).waitFor();
  await page.getByText(recording.private).waitFor();
  await lookOver();
  await press(recording.end);
  await page.getByText(recording.states.off).waitFor();
  await page.getByText(/recordings\/.*\.jsonl/).waitFor();
  await press(recording.back);
  await page.getByText(words.states.ready).first().waitFor();
});

it('takes the printer out and adds it again in four touches, with a test on its paper', async () => {
  const { page, dock } = terminal;
  await press(words.remove);
  await lookOver();
  await press(words.removeYes);
  const add = words.add.replace('{{name}}', printerName);
  const addTile = page.getByRole('button', { name: add });
  await addTile.waitFor();
  expect((await devicesInFile()).map((device) => device.class)).not.toContain('receipt-printer');

  const before = await untilPrinter(dock, () => true, 'the printer');
  const answers = words.ports.answered.split('{{')[0] + printerName;
  await addTile.click();
  await page.getByRole('button', { name: answers }).waitFor();
  await lookOver();
  await page.getByRole('button', { name: answers }).click();
  await press(words.testPrint);
  await page.getByText(words.testing.passed).waitFor();
  await lookOver();
  await page.getByRole('button', { name: words.save, exact: true }).click();
  await page.getByText(words.devicesDetail).waitFor();

  const after = await untilPrinter(
    dock,
    ({ receipts }) => receipts.length > before.receipts.length,
    'the test on paper',
  );
  const paper = after.receipts.at(-1);
  expect(paper && receiptText(paper)).toContain('打印测试');
  expect(paper?.parts.some((part) => part.kind === 'qr')).toBe(true);
  expect(paper?.cut).toBe(true);
  const saved = (await devicesInFile()).find((device) => device.class === 'receipt-printer');
  expect(saved?.transport.path).toBe(before.path);
  await page.getByRole('button', { name: new RegExp(`^${printerName}.*${words.states.ready}`) }).waitFor();
});

/** A device's tile on the first page, whatever it says of its state. */
const tileOf = (deviceClass: keyof typeof words.classes) =>
  terminal.page.getByRole('button', { name: new RegExp(`^${words.classes[deviceClass]}`) });

/** Takes a configured device out, and chooses what answers in its place. */
async function takeOutAndFind(deviceClass: 'a4-printer' | 'document-camera', place?: string): Promise<void> {
  const { page } = terminal;
  const name = words.classes[deviceClass];
  await tileOf(deviceClass).click();
  await press(words.remove);
  await press(words.removeYes);
  await page.getByRole('button', { name: words.add.replace('{{name}}', name) }).click();
  const found = place === undefined ? words.ports.found.replace('{{name}}', name) : place;
  const answer = page.getByRole('button', { name: found });
  await answer.waitFor();
  await lookOver();
  await answer.click();
}

it('adds the page printer by its queue, with a page that comes out', async () => {
  const { page } = terminal;
  await takeOutAndFind('a4-printer');
  await press(words.testPrint);
  await page.getByText(words.testing.page).waitFor();
  await lookOver();
  await page.getByRole('button', { name: words.save, exact: true }).click();
  await page.getByText(words.devicesDetail).waitFor();
  const saved = (await devicesInFile()).find((device) => device.class === 'a4-printer');
  expect(saved?.transport.path).toBe('hall-a4');
  await tileOf('a4-printer').getByText(words.states.ready).waitFor();
});

it("adds the camera by its maker's program, and sees what it sees", async () => {
  const { page } = terminal;
  await takeOutAndFind('document-camera', '127.0.0.1');
  await press(words.testPicture);
  await page.getByText(words.testing.passed).waitFor();
  const picture = page.getByAltText(words.testing.pictureTaken);
  await picture.waitFor();
  // It is a picture, and not only its frame.
  expect(await picture.evaluate((image) => image instanceof HTMLImageElement && image.naturalWidth)).toBe(
    1280,
  );
  await page.getByText(words.testing.sight.good).waitFor();
  await lookOver();
  await page.getByRole('button', { name: words.save, exact: true }).click();
  await page.getByText(words.devicesDetail).waitFor();
  await tileOf('document-camera').getByText(words.states.ready).waitFor();
});

it('adds a plain UVC camera by its name in its place, which its own page opens', async () => {
  const { page } = terminal;
  await takeOutAndFind('document-camera', 'fake_device_2');
  await press(words.testPicture);
  await page.getByText(words.testing.passed).waitFor();
  await page.getByAltText(words.testing.pictureTaken).waitFor();
  // Chromium's own test picture turns, and looks now like a sheet and now like none.
  const verdicts = Object.values(words.testing.sight).map((verdict) => page.getByText(verdict));
  await verdicts.reduce((one, other) => one.or(other)).waitFor();
  await lookOver();
  await keepPicture(page, 'administrator-uvc-tested');
  await page.getByRole('button', { name: words.save, exact: true }).click();
  await page.getByText(words.devicesDetail).waitFor();
  await tileOf('document-camera').getByText(words.states.ready).waitFor();
  expect((await devicesInFile()).find((device) => device.class === 'document-camera')).toMatchObject({
    model: 'uvc',
    transport: { kind: 'video', path: 'fake_device_2' },
  });
});

it('lets the terminal test itself: on the screen, on paper and at the platform', async () => {
  const { page, dock, database } = terminal;
  const before = await untilPrinter(dock, () => true, 'the printer');
  await press(words.selfTest);
  await page.getByText(words.selfTestAllPassed).waitFor();
  await page.getByText(words.paper.confirmed).waitFor();
  await lookOver();
  const after = await untilPrinter(
    dock,
    ({ receipts }) => receipts.length > before.receipts.length,
    'the report on paper',
  );
  const paper = after.receipts.at(-1);
  expect(paper && receiptText(paper)).toContain('终端自检报告');
  await expect
    .poll(() => database.rows<{ passed: boolean }>('select passed from selftests'), { timeout: 20_000 })
    .toEqual([{ passed: true }]);
});

it('goes, and a citizen finds a terminal that works', async () => {
  const { page } = terminal;
  await press(words.leave);
  await page.getByText(texts.attract.begin).first().click();
  await page.getByText(texts.home.title).waitFor();
});

it('photographs with the camera that was chosen, and not with the first', async () => {
  const { page } = terminal;
  await page.goto(new URL('/gallery.html#scene=camera-of-terminal&bare', page.url()).href);
  await page.getByText(texts.camera.none).first().waitFor();
  const label = await page
    .locator('video')
    .evaluate(({ srcObject }: HTMLVideoElement) =>
      srcObject instanceof MediaStream ? srcObject.getVideoTracks()[0]?.label : undefined,
    );
  expect(label).toBe('fake_device_2');
});
