import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { businessDateAt } from '#domain/time/hall-time.ts';
import { handIn, issuedFrom, leaseOf } from '../../platform/testing/issuing.ts';
import { TestClerk } from '../../platform/testing/test-clerk.ts';
import { TestTerminal } from '../../platform/testing/test-terminal.ts';
import { scan, stroke } from '../harness/keys.ts';
import { keepPicture } from '../harness/look-at-page.ts';
import { sharedDatabase } from '../harness/shared-database.ts';
import { ANOTHER_ENROL_CODE, openTerminal, type TerminalAtWindow } from '../harness/terminal-at-window.ts';
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
  await page.getByText(texts.ticket.titleOfCopy, { exact: true }).waitFor();
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

it('a ticket that another terminal gave is printed again here as a copy', async () => {
  const { page, dock } = terminal;
  const other = new TestTerminal(terminal.platformUrl, { now: Date.now });
  await other.enrol(ANOTHER_ENROL_CODE);
  const paper = `MSB1:${randomBytes(16).toString('base64url')}`;
  const codeHash = createHash('sha256').update(paper).digest('hex');
  const lease = await leaseOf(other, 'fund', businessDateAt(Date.now()));
  const given = issuedFrom(lease, 0, Date.now(), { serviceId: 'fund-loan', codeHash });
  expect(await handIn(other, given)).toEqual(['accepted']);
  await beginSession(page);
  await page.getByRole('button', { name: texts.home.reprint }).click();
  const deviceId = 'code-scanner';
  await dock.call.showCode({ deviceId, text: paper });
  await page.getByText(texts.card.elsewhere).waitFor();
  await keepPicture(page, 'earlier-elsewhere');
  const [prefix] = texts.card.reprint.split('{{label}}');
  await page.getByRole('button', { name: prefix ?? '' }).click();
  const copies = (receipts: readonly Parameters<typeof receiptText>[0][]) =>
    receipts.filter(
      (receipt) =>
        receipt.cut && receipt.parts.some((part) => part.kind === 'qr' && part.text.includes(paper)),
    );
  const { receipts } = await untilPrinter(dock, (each) => copies(each.receipts).length === 1, 'the copy');
  expect(copies(receipts).map(receiptText).join()).toContain('补打');
  // It is given back where it was taken.
  expect(await page.getByRole('button', { name: texts.cancel.short }).count()).toBe(0);
  await page.getByRole('button', { name: texts.ticket.finish }).click();
  await page.getByText(texts.attract.begin).first().waitFor();
  await dock.call.takeCodeAway({ deviceId });
});

it('a paper of a hall that closed early leads to the time that was given instead, with a slip', async () => {
  const { page, dock } = terminal;
  const administrator = new TestClerk(terminal.platformUrl);
  await administrator.signIn('admin', '135790');
  const { hall } = await administrator.desk.hall.hall();
  const services = hall.services.map((service) =>
    service.queueId === null ? service : { ...service, appointments: true },
  );
  await administrator.desk.hall.publish({ hall: { ...hall, services } });
  await administrator.desk.hall.closeEarly({ reason: '停电' });
  await beginSession(page);
  await page.getByText('停电').first().waitFor();
  const deviceId = 'code-scanner';
  await dock.call.showCode({ deviceId, text: code });
  await page.getByText(texts.appointments.later.closed).first().waitFor();
  await page.getByText(texts.appointments.later.insteadOf.replace('{{label}}', label)).waitFor();
  await keepPicture(page, 'closed-early-time');
  await page.getByRole('button', { name: texts.appointments.later.print }).click();
  const slips = (receipts: readonly Parameters<typeof receiptText>[0][]) =>
    receipts.filter((receipt) => receipt.cut && receiptText(receipt).includes('预约单'));
  const { receipts } = await untilPrinter(dock, (each) => slips(each.receipts).length === 1, 'the slip');
  expect(slips(receipts).map(receiptText).join()).toContain(label);
  await page.getByText(texts.appointments.later.paper.printed).waitFor();
  await keepPicture(page, 'closed-early-slip');
  await page.getByRole('button', { name: texts.ticket.finish }).click();
  await dock.call.takeCodeAway({ deviceId });
});
