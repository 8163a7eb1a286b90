import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { rareFontFile } from '#drivers/receipt-printer/rare-font.ts';
import { sharedDatabase } from '../harness/shared-database.ts';
import { openTerminal, type TerminalAtWindow } from '../harness/terminal-at-window.ts';
import { receiptText, theReader, untilPrinter } from '../harness/watch.ts';
import {
  beginSession,
  chooseService,
  GROUP,
  ITEM_WITH_MATERIALS,
  takeWithoutCard,
  texts,
  ticketLabelOn,
} from './steps.ts';

/** What a citizen does and sees, at the window that a hall would have. */

let terminal: TerminalAtWindow;

beforeAll(async () => {
  terminal = await openTerminal({ name: 'citizen', database: sharedDatabase, width: 1080, height: 1920 });
  await terminal.page.getByText(texts.attract.begin).first().waitFor();
});

afterAll(async () => {
  await terminal.close();
});

afterEach(async () => {
  const { dock, page } = terminal;
  const printer = await untilPrinter(dock, () => true, 'the printer');
  const reader = await theReader(dock);
  await dock.call.setPaper({ deviceId: printer.deviceId, paper: 'ok' });
  await dock.call.setCover({ deviceId: printer.deviceId, open: false });
  await dock.call.setCutter({ deviceId: printer.deviceId, jammed: false });
  await dock.call.plug({ deviceId: printer.deviceId, plugged: true });
  await dock.call.plug({ deviceId: reader.deviceId, plugged: true });
  await dock.call.liftCard({ deviceId: reader.deviceId });
  const exit = page.getByRole('button', { name: texts.bar.exit });
  if (await exit.isVisible()) await exit.click();
  await page.getByText(texts.attract.begin).first().waitFor();
});

describe('a name with a rare hanzi', () => {
  it.skipIf(rareFontFile() === undefined)(
    'fetches the slice of the font that draws it, and no other',
    async () => {
      const { page } = terminal;
      const slices = () =>
        page.evaluate(() =>
          performance
            .getEntriesByType('resource')
            .map(({ name }) => name)
            .filter((name) => name.includes('rare-hanzi')),
        );
      // The slices are known after the first picture; none is fetched before a name needs it.
      await page.waitForFunction(() =>
        [...document.fonts].some(({ family }) => family.includes('Rare Hanzi')),
      );
      expect(await slices()).toEqual([]);
      await page.evaluate(() => {
        document.body.append(
          Object.assign(document.createElement('p'), { id: 'rare', textContent: '样本𪚥' }),
        );
      });
      await page.waitForFunction(() =>
        [...document.fonts].some(
          ({ family, status }) => family.includes('Rare Hanzi') && status === 'loaded',
        ),
      );
      expect(await slices()).toHaveLength(1);
      await page.evaluate(() => document.getElementById('rare')?.remove());
    },
  );
});

describe('taking a number', () => {
  it('without a card: paper comes, the page says so, nothing stays', async () => {
    const { page, dock } = terminal;
    await takeWithoutCard(page);
    const label = await ticketLabelOn(page);
    await page.getByText(texts.ticket.printed, { exact: true }).waitFor();
    const printer = await untilPrinter(
      dock,
      (each) => each.receipts.some((receipt) => receiptText(receipt).includes(label)),
      'the receipt',
    );
    const receipt = printer.receipts.find((each) => receiptText(each).includes(label));
    expect(receipt?.parts.some((part) => part.kind === 'qr')).toBe(true);
    await page.getByRole('button', { name: texts.ticket.finish }).click();
    await page.getByText(texts.attract.begin).first().waitFor();
    expect(await page.content()).not.toContain(label);
  });

  it('with priority and without a paper: the ticket says both, and is given back', async () => {
    const { page, dock, database } = terminal;
    await beginSession(page);
    await page.getByRole('button', { name: texts.home.take }).click();
    await page.getByRole('button', { name: GROUP }).click();
    await page.getByRole('button', { name: ITEM_WITH_MATERIALS }).click();
    await page.getByRole('button', { name: texts.materials.notBrought }).last().click();
    await page.getByRole('button', { name: texts.materials.goOn }).click();
    await page.getByRole('button', { name: texts.identity.without }).click();
    await page.getByRole('button', { name: texts.priority.ask }).click();
    await page.getByRole('button', { name: texts.priority.classes.pregnant }).click();
    await page.getByRole('button', { name: texts.confirm.take, exact: true }).click();
    const label = await ticketLabelOn(page);
    await page.getByText(texts.ticket.printed, { exact: true }).waitFor();
    const { receipts } = await untilPrinter(
      dock,
      (each) => each.receipts.some((receipt) => receiptText(receipt).includes(label)),
      'the receipt',
    );
    const receipt = receipts.find((each) => receiptText(each).includes(label));
    expect(receipt && receiptText(receipt)).toMatch(/孕妇[\s\S]*社会保障卡/);

    await page.getByRole('button', { name: texts.cancel.short }).click();
    await page.getByRole('button', { name: texts.cancel.yes, exact: true }).click();
    await page.getByText(texts.cancel.doneDetail).waitFor();
    await expect
      .poll(
        () =>
          database.rows(
            'select state, priority_class from tickets where ticket_number = $1 and queue_id = $2',
            [Number(label.replace(/\D/g, '')), 'social'],
          ),
        { timeout: 20_000 },
      )
      .toEqual([{ state: 'cancelled', priority_class: 'pregnant' }]);
  });

  it('with a card: masked name and number are shown, and no more than that reaches the page', async () => {
    const { page, dock } = terminal;
    const reader = await theReader(dock);
    const specimen = reader.specimens.find((each) => each.kind === 'resident' && each.quirk === 'none');
    await beginSession(page);
    await chooseService(page);
    await page.getByRole('button', { name: texts.identity.card }).click();
    await page.getByText(texts.card.title).waitFor();
    await dock.call.layCard({ deviceId: reader.deviceId, specimenId: specimen?.specimenId ?? '' });
    await page.getByText(texts.card.known, { exact: true }).waitFor();
    expect(await page.content()).not.toContain(specimen?.name);
    await dock.call.liftCard({ deviceId: reader.deviceId });
    await page.getByRole('button', { name: texts.card.right }).click();
    await page.getByRole('button', { name: texts.confirm.take, exact: true }).click();
    const label = await ticketLabelOn(page);
    await page.getByText(texts.ticket.printed, { exact: true }).waitFor();

    await page.getByRole('button', { name: texts.bar.exit }).click();
    await page.getByText(texts.attract.begin).first().waitFor();
    await beginSession(page);
    await page.getByRole('button', { name: texts.home.reprint }).click();
    await dock.call.layCard({ deviceId: reader.deviceId, specimenId: specimen?.specimenId ?? '' });
    await page.getByRole('button', { name: texts.card.right }).click();
    await page.getByText(label).first().waitFor();
  });

  it('with the card left behind: it is said before the session ends', async () => {
    const { page, dock } = terminal;
    const reader = await theReader(dock);
    const specimen = reader.specimens.find((each) => each.kind === 'resident' && each.quirk === 'none');
    await beginSession(page);
    await page.getByRole('button', { name: texts.home.reprint }).click();
    await dock.call.layCard({ deviceId: reader.deviceId, specimenId: specimen?.specimenId ?? '' });
    await page.getByText(texts.card.known, { exact: true }).waitFor();
    await page.getByRole('button', { name: texts.bar.exit }).click();
    await page.getByText(texts.finish.left.card.title).first().waitFor();
    await dock.call.liftCard({ deviceId: reader.deviceId });
    await page.getByText(texts.attract.begin).first().waitFor();
  });
});

describe('what is missing', () => {
  it('is printed as a list without a number, once, and shown for the phone', async () => {
    const { page, dock, database } = terminal;
    const before = await untilPrinter(dock, () => true, 'the printer');
    const tickets = () => database.rows('select 1 from tickets');
    const given = await tickets();
    await beginSession(page);
    await page.getByRole('button', { name: texts.home.take }).click();
    await page.getByRole('button', { name: GROUP }).click();
    await page.getByRole('button', { name: ITEM_WITH_MATERIALS }).click();
    await page.getByRole('button', { name: texts.materials.notBrought }).first().click();
    await page.getByRole('button', { name: texts.materials.listOnly }).click();
    await page.getByText(texts.materialsList.paper.printed, { exact: true }).waitFor();
    await page.getByRole('img', { name: texts.picture.qr }).waitFor();
    // Back and again: he has it in his hand.
    await page.getByRole('button', { name: texts.common.back }).click();
    await page.getByRole('button', { name: texts.materials.listOnly }).click();
    await page.getByText(texts.materialsList.paper.printed, { exact: true }).waitFor();
    const printer = await untilPrinter(
      dock,
      (each) => each.receipts.length > before.receipts.length,
      'the list',
    );
    const lists = printer.receipts
      .slice(before.receipts.length)
      .map(receiptText)
      .filter((text) => text.includes('材料清单'));
    expect(lists).toHaveLength(1);
    expect(lists[0]).toContain('□');
    expect(await tickets()).toEqual(given);
    await page.getByRole('button', { name: texts.ticket.finish }).click();
    await page.getByText(texts.attract.begin).first().waitFor();
  });
});

describe('a printer', () => {
  it('without paper: the number stands on the screen and is printed when paper is back', async () => {
    const { page, dock } = terminal;
    const { deviceId, receipts } = await untilPrinter(dock, () => true, 'the printer');
    await dock.call.setPaper({ deviceId, paper: 'out' });
    await page.getByText(texts.state.PRINTER).waitFor();
    await takeWithoutCard(page);
    const label = await ticketLabelOn(page);
    await page.getByText(texts.ticket.waitingForPaper).waitFor();
    await dock.call.setPaper({ deviceId, paper: 'ok' });
    await page.getByText(texts.ticket.printed, { exact: true }).waitFor();
    const printer = await untilPrinter(dock, (each) => each.receipts.length > receipts.length, 'the receipt');
    const copies = printer.receipts.filter((receipt) => receiptText(receipt).includes(label));
    expect(copies).toHaveLength(1);
  });

  it('pulled out and put back: the rest goes on, and it works again', async () => {
    const { page, dock } = terminal;
    const { deviceId } = await untilPrinter(dock, () => true, 'the printer');
    await dock.call.plug({ deviceId, plugged: false });
    await page.getByText(texts.state.PRINTER).waitFor();
    await dock.call.plug({ deviceId, plugged: true });
    await page.getByText(texts.state.PRINTER).waitFor({ state: 'hidden' });
    await takeWithoutCard(page);
    await page.getByText(texts.ticket.printed, { exact: true }).waitFor();
  });
});

describe('a reader', () => {
  it('that is gone greys its way with the reason, and the number is given without it', async () => {
    const { page, dock } = terminal;
    const reader = await theReader(dock);
    await dock.call.plug({ deviceId: reader.deviceId, plugged: false });
    await page.getByText(texts.state.READER).waitFor();
    await beginSession(page);
    await chooseService(page);
    await page.getByText(texts.failure.READER_LOST.citizen).first().waitFor();
    await page.getByRole('button', { name: texts.identity.without }).click();
    await page.getByRole('button', { name: texts.confirm.take, exact: true }).click();
    await ticketLabelOn(page);
  });
});

describe('help', () => {
  it('is called from any page and taken back with the session', async () => {
    const { page, database } = terminal;
    const states = () =>
      database.rows<{ screen: string; ended: boolean }>(
        'select screen, ended_at is not null as ended from help_calls',
      );
    await beginSession(page);
    await chooseService(page);
    await page.getByRole('button', { name: texts.bar.help, exact: true }).click();
    await page.getByText(texts.help.title.waiting).waitFor();
    expect(await states()).toEqual([{ screen: 'identity', ended: false }]);
    await page.getByRole('button', { name: texts.help.goOn }).click();
    await page.getByText(texts.identity.title).waitFor();
    await page.getByRole('button', { name: texts.bar.exit }).click();
    await expect.poll(states, { timeout: 20_000 }).toEqual([{ screen: 'identity', ended: true }]);
  });
});

describe('a platform that is away', () => {
  it('stops nobody, and learns everything when it is back', async () => {
    const { page, database } = terminal;
    const cut = await terminal.cutPlatform();
    await page.getByText(texts.state.PLATFORM).waitFor();
    await takeWithoutCard(page);
    const label = await ticketLabelOn(page);
    await page.getByText(texts.ticket.printed, { exact: true }).waitFor();
    const number = Number(label.replace(/\D/g, ''));
    const before = await database.rows('select 1 from tickets where ticket_number = $1 and queue_id = $2', [
      number,
      'social',
    ]);
    expect(before).toEqual([]);
    await cut.back();
    await page.getByText(texts.state.PLATFORM).waitFor({ state: 'hidden' });
    await expect
      .poll(
        () =>
          database.rows<{ print_outcome: string }>(
            'select print_outcome from tickets where ticket_number = $1 and queue_id = $2',
            [number, 'social'],
          ),
        { timeout: 20_000 },
      )
      .toEqual([{ print_outcome: 'confirmed' }]);
  });
});
