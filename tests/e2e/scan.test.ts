import { afterAll, beforeAll, expect, it } from 'vitest';
import { scan, stroke } from '../harness/keys.ts';
import { sharedDatabase } from '../harness/shared-database.ts';
import { openTerminal, type TerminalAtWindow } from '../harness/terminal-at-window.ts';
import { receiptText, untilPrinter, untilScanner } from '../harness/watch.ts';
import { beginSession, takeWithoutCard, texts, ticketLabelOn } from './steps.ts';

let terminal: TerminalAtWindow;
let label: string;
let code: string;

beforeAll(async () => {
  terminal = await openTerminal({ name: 'scan', database: sharedDatabase, width: 1080, height: 1920 });
});

afterAll(() => terminal.close());

it('a ticket is printed again for whoever holds its paper before the scanner, once', async () => {
  const { page, dock } = terminal;
  await takeWithoutCard(page);
  label = await ticketLabelOn(page);
  const copies = (receipts: readonly Parameters<typeof receiptText>[0][]) =>
    receipts.filter((receipt) => receipt.cut && receiptText(receipt).includes(label));
  const { receipts } = await untilPrinter(dock, (each) => copies(each.receipts).length === 1, 'the receipt');
  code = copies(receipts)[0]?.parts.flatMap((part) => (part.kind === 'qr' ? [part.text] : []))[0] ?? '';
  await page.getByRole('button', { name: texts.ticket.finish }).click();

  await beginSession(page);
  await page.getByRole('button', { name: texts.home.reprint }).click();
  await page.getByRole('button', { name: texts.scan.withCode }).click();
  await page.getByText(texts.scan.title).waitFor();
  const deviceId = 'code-scanner';
  await dock.call.showCode({ deviceId, text: 'https://example.invalid/' });
  await page.getByText(texts.scan.found.unknown.what).waitFor();
  await dock.call.showCode({ deviceId, text: code });
  await page.getByRole('button', { name: texts.card.reprint.replace('{{label}}', label) }).click();
  const printer = await untilPrinter(
    dock,
    (each) => copies(each.receipts).length === 2,
    'the second receipt',
  );
  expect(copies(printer.receipts)).toHaveLength(2);
  await page.getByRole('button', { name: texts.ticket.finish }).click();
  await page.getByText(texts.attract.begin).first().waitFor();
  await dock.call.takeCodeAway({ deviceId });
  await untilScanner(dock, ({ lit }) => !lit, 'the light of the scanner to go out');
});

it('a scanner that types like a keyboard is heard on any page where nothing else is under way', async () => {
  const { page } = terminal;
  await beginSession(page);
  const keyboard = await page.context().newCDPSession(page);
  await scan(keyboard, [...`${code}\n`].flatMap(stroke));
  await page.getByRole('button', { name: texts.card.reprint.replace('{{label}}', label) }).waitFor();
  await page.getByRole('button', { name: texts.bar.exit }).click();
  await page.getByText(texts.attract.begin).first().waitFor();
});
