import type { Page } from 'playwright-core';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { followUpViewSchema } from '#contract/desk/board.ts';
import { clipTexts } from '#domain/board/clips.ts';
import { spokenCall } from '#domain/board/spoken-call.ts';
import type { TestClerk } from '#platform/testing/test-clerk.ts';
import { giveTicketWithCode, type TicketWithCode } from '#platform/testing/ticket-with-code.ts';
import { giveTickets } from '#platform/testing/waiting-tickets.ts';
import english from '../../renderer/i18n/desk.en.json' with { type: 'json' };
import chinese from '../../renderer/i18n/desk.zh-CN.json' with { type: 'json' };
import { type DeskHall, openDeskHall } from '../harness/desk-hall.ts';
import { type HeardClips, listenToClips } from '../harness/heard-clips.ts';
import { axeFaults, keepPicture } from '../harness/look-at-page.ts';

/** The board on its side, and a phone with the page of its ticket: nobody touches anything but the phone. */

const PHONE = { width: 390, height: 844 };
const NOBODYS_TOKEN = 'A'.repeat(22);
// The test's browser speaks English; the board is Chinese wherever it hangs.
const { ticket: words } = english;
let desk: DeskHall;
let board: Page;
let phone: Page;
let stranger: Page;
let clerk: TestClerk;
let mine: TicketWithCode;
const asked: string[] = [];
let heard: () => Promise<HeardClips>;
let firstCalled: string;

beforeAll(async () => {
  desk = await openDeskHall({
    name: 'board-and-ticket',
    pages: async (platform) => {
      await giveTickets(platform, ['ordinary', 'ordinary']);
      mine = await giveTicketWithCode(platform, { identified: true, priorityClass: 'ordinary' });
      return [
        { path: '/board/demo-hall', width: 1080, height: 1920 },
        { path: `/t/${mine.token}`, ...PHONE },
        { path: `/t/${NOBODYS_TOKEN}`, ...PHONE },
      ];
    },
  });
  const [wall, own, other] = desk.pages;
  if (!wall || !own || !other) throw new Error('a page of the hall is missing');
  [board, phone, stranger] = [wall, own, other];
  heard = await listenToClips(board);
  phone.on('request', (request) => void asked.push(request.url()));
  clerk = await desk.platform.clerk('clerk-of-this-test', 'c02');
});

afterAll(() => desk.close());

const key = () => ({ actionKey: uuidv7() });
const callNext = async () => {
  const { ticket } = await clerk.desk.staff.next(key());
  return ticket;
};
const serveWhole = async ({ ticketId }: { readonly ticketId: string }) => {
  await clerk.desk.staff.serve({ ...key(), ticketId });
  await clerk.desk.staff.finish({ ...key(), ticketId });
};
const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true }).waitFor();

/** Nothing is cut off, and nothing has to be moved to be seen. */
const beyond = (page: Page) =>
  page.evaluate(() => {
    const { scrollWidth, scrollHeight } = document.documentElement;
    return { across: scrollWidth - innerWidth, down: scrollHeight - innerHeight };
  });

it('a number of nobody is answered with a sentence', async () => {
  await heading(stranger, words.unknown.title);
  await stranger.getByText(words.unknown.hint).waitFor();
  expect(await axeFaults(stranger)).toEqual([]);
  await keepPicture(stranger, 'ticket-unknown');
  await stranger.close();
});

it('the phone follows its number as others are called, and the board shows each call', async () => {
  await heading(phone, words.waiting.ahead_other.replace('{{count}}', '2'));
  await keepPicture(phone, 'ticket-waiting');
  await board.getByText(chinese.board.nobody).waitFor();

  const first = await callNext();
  firstCalled = first.label;
  await heading(phone, words.waiting.ahead_one.replace('{{count}}', '1'));
  await board.getByText(first.label, { exact: true }).first().waitFor();
  await board.getByText('2号窗口').first().waitFor();
  await serveWhole(first);
  const second = await callNext();
  await heading(phone, words.waiting.next);
  await phone.getByText(words.waiting.nextHint).waitFor();
  await keepPicture(phone, 'ticket-next');
  await serveWhole(second);

  await callNext();
  await heading(phone, words.called.title.replace('{{counter}}', 'Counter 2, general'));
  expect(await axeFaults(phone)).toEqual([]);
  expect((await beyond(phone)).across).toBeLessThanOrEqual(0);
  await keepPicture(phone, 'ticket-called');
  const { label } = await told();
  await board.getByText(label, { exact: true }).first().waitFor();
  expect(await beyond(board)).toEqual({ across: 0, down: 0 });
  await keepPicture(board, 'board-portrait');
});

it('the board has decoded every recording and speaks each call, one recording after the other', async () => {
  const call = { label: firstCalled, counterLabel: '2号窗口', language: 'zh-CN' } as const;
  const { clips, remainder } = spokenCall(call);
  expect(remainder).toBeUndefined();
  const spoken = ['chime', ...clips.filter((clip) => clip !== 'chime')];
  const ended = async () => (await heard()).played.filter((each) => each.ended !== null).length;
  await expect.poll(ended, { timeout: 30_000 }).toBeGreaterThan(spoken.length);

  const { decoded, played } = await heard();
  expect(Object.keys(decoded).toSorted()).toEqual(Object.keys(clipTexts).toSorted());
  for (const [clip, seconds] of Object.entries(decoded)) {
    expect(seconds, clip).toBeGreaterThan(0.1);
    expect(seconds, clip).toBeLessThan(3);
  }
  expect(played.slice(0, spoken.length).map(({ clip }) => clip)).toEqual(spoken);
  const cutShort = played.filter(
    ({ clip, began, ended: over }) => over !== null && over - began < (decoded[clip] ?? 0) * 0.9,
  );
  expect(cutShort).toEqual([]);
  const overBefore = (index: number) => (index === 0 ? 0 : (played[index - 1]?.ended ?? null));
  const atOnce = played.filter(({ began }, index) => began < (overBefore(index) ?? Number.POSITIVE_INFINITY));
  expect(atOnce).toEqual([]);
});

it('nothing personal is on the phone, nor on its way there', async () => {
  const raw = await firstAnswer();
  const view = await told();
  expect(Object.keys(view).toSorted()).toEqual(Object.keys(followUpViewSchema.shape).toSorted());
  // Who is served, by whom, and under which names the platform keeps both.
  for (const secret of [mine.ticketId, 'clerk-of-this-test', 'identified', 'priorityClass', 'terminal']) {
    expect(raw).not.toContain(secret);
  }
  const kept = await phone.evaluate(() => ({
    cookie: document.cookie,
    stored: [...Object.keys(localStorage), ...Object.keys(sessionStorage)],
    shown: document.documentElement.outerHTML,
  }));
  expect(kept).toMatchObject({ cookie: '', stored: [] });
  expect(kept.shown).not.toContain(mine.ticketId);
  expect(asked.filter((url) => !url.startsWith(`${desk.url}/`))).toEqual([]);
});

it('the number is given back on the phone, after one question', async () => {
  await phone.getByRole('button', { name: words.cancel.ask }).click();
  await phone.getByText(words.cancel.sure).waitFor();
  await keepPicture(phone, 'ticket-cancel');
  await phone.getByRole('button', { name: words.cancel.no }).click();
  await phone.getByRole('button', { name: words.cancel.ask }).click();
  await phone.getByRole('button', { name: words.cancel.yes }).click();
  await heading(phone, words.cancelled.title);
  await keepPicture(phone, 'ticket-cancelled');
  await board.getByText(chinese.board.nobody).waitFor();
});

/** The first piece of what the platform sends to the phone, as it goes over the network. */
async function firstAnswer(): Promise<string> {
  const ending = new AbortController();
  const response = await fetch(`${desk.url}/desk/api/ticket/${mine.token}/watch`, { signal: ending.signal });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  while (!text.includes('data:')) text += (await reader?.read())?.value ?? '';
  ending.abort();
  return text;
}

async function told() {
  const data = /^data: (.*)$/m.exec(await firstAnswer())?.[1] ?? '';
  const view: unknown = JSON.parse(data);
  return followUpViewSchema.loose().parse((view as { json?: unknown }).json ?? view);
}
