import { chmod } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { v7 as uuidv7 } from 'uuid';
import { openHallBrowser } from '../../harness/hall-browser.ts';
import { scratch } from '../../harness/stack.ts';
import { startDisplay } from '../../harness/virtual-display.ts';
import { type Measurement, p95 } from '../table.ts';
import { Connection } from './connection.ts';
import { HALL, PIN, Stage } from './stage.ts';

const CLERKS = 30;
const BOARDS = 5;
/** Each of the thirty has somebody new every minute: busier than a hall is. */
const CALLS_PER_SECOND = 0.5;
const SECONDS = 80;
const GOAL_MS = 300;
const API = '/desk/api/staff';

/**
 * From a clerk's press (the request leaves) to the frame in which a board shows the number, by one clock: pages and
 * clerks are on one machine here. The boards run in a window each on a screen in memory, drawn without a graphics card.
 */
export async function measureBoard(): Promise<Measurement[]> {
  const stage = await Stage.set();
  const folder = await scratch('bench-board');
  await chmod(folder, 0o755);
  const display = await startDisplay('1920x1080x24');
  await stage.addCounters(CLERKS);
  await stage.addStaff(CLERKS);
  await stage.addWaiting(2_000);
  const origin = stage.platform.ready.url;
  const connection = new Connection(origin);
  const browser = await openHallBrowser({
    display: display.name,
    folder,
    pages: Array.from({ length: BOARDS }, (_, index) => ({
      url: `${origin}/board/${HALL}?wall=${index}`,
      width: 1920,
      height: 1080,
    })),
  });
  try {
    await Promise.all(browser.pages.map(stampPaintedNumbers));
    // One after the other: a platform lets few of one address wait to sign in.
    const clerks: Seated[] = [];
    for (let index = 0; index < CLERKS; index += 1) clerks.push(await seat(connection, index));
    const called = await work(connection, clerks);
    await sleep(2_000);
    const boards = await Promise.all(browser.pages.map(paintedNumbers));
    const samples = boards.flatMap((painted) =>
      [...called].map(([label, at]) => (painted[label] ?? Number.POSITIVE_INFINITY) - at),
    );
    for (const clerk of clerks) clerk.closePage();
    return [
      {
        what: `call → board painted, ${CLERKS} clerks, ${BOARDS} boards`,
        samples,
        unit: 'ms',
        goal: { text: `p95 ≤ ${GOAL_MS} ms`, met: p95(samples) <= GOAL_MS },
      },
    ];
  } finally {
    connection.close();
    await browser.close();
    await display.stop();
    await stage.strike();
  }
}

type Seated = { readonly cookie: string; readonly closePage: () => void };

async function seat(connection: Connection, index: number): Promise<Seated> {
  const body = Buffer.from(JSON.stringify({ login: `u${index}`, pin: PIN }));
  const { cookie = '' } = await connection.send('POST', `${API}/sign-in`, body, sameOrigin(''));
  await post(connection, cookie, 'counter/open', { actionKey: uuidv7(), counterId: `w${index}` });
  return { cookie, closePage: connection.listen(`${API}/watch`, { cookie }) };
}

/** The instant at which each number was called. */
async function work(connection: Connection, clerks: readonly Seated[]): Promise<Map<string, number>> {
  const called = new Map<string, number>();
  const turns: Promise<void>[] = [];
  for (let turn = 0; turn < SECONDS * CALLS_PER_SECOND; turn += 1) {
    const clerk = clerks[turn % clerks.length];
    if (clerk) turns.push(serveOne(connection, clerk, called));
    await sleep(1_000 / CALLS_PER_SECOND);
  }
  await Promise.all(turns);
  return called;
}

async function serveOne(
  connection: Connection,
  { cookie }: Seated,
  called: Map<string, number>,
): Promise<void> {
  const at = Date.now();
  const next = await post(connection, cookie, 'next', { actionKey: uuidv7() });
  const { ticketId, label } = (next as { ticket: { ticketId: string; label: string } }).ticket;
  called.set(label, at);
  await sleep(4_000);
  await post(connection, cookie, 'serve', { actionKey: uuidv7(), ticketId });
  await sleep(4_000);
  await post(connection, cookie, 'finish', { actionKey: uuidv7(), ticketId });
}

async function post(connection: Connection, cookie: string, path: string, body: object): Promise<unknown> {
  const answer = await connection.send(
    'POST',
    `${API}/${path}`,
    Buffer.from(JSON.stringify(body)),
    sameOrigin(cookie),
  );
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}

function sameOrigin(cookie: string): Record<string, string> {
  return { 'sec-fetch-site': 'same-origin', ...(cookie !== '' && { cookie }) };
}

declare global {
  // oxlint-disable-next-line no-var -- only a var becomes a property of the page's window
  var paintedNumbers: Record<string, number> | undefined;
}

/** Notes in the page when each number was first drawn: the second frame after it came begins when the first is done. */
function stampPaintedNumbers(page: Page): Promise<void> {
  return page.evaluate(() => {
    const painted: Record<string, number> = {};
    globalThis.paintedNumbers = painted;
    const look = () => {
      const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      const fresh: string[] = [];
      for (let text = texts.nextNode(); text; text = texts.nextNode()) {
        const [label] = /^[A-Z]\d{3,}$/.exec(text.nodeValue?.trim() ?? '') ?? [];
        if (label !== undefined && !(label in painted)) fresh.push(label);
      }
      if (fresh.length === 0) return;
      for (const label of fresh) painted[label] = Number.POSITIVE_INFINITY;
      requestAnimationFrame(() =>
        requestAnimationFrame(() => {
          for (const label of fresh) painted[label] = Date.now();
        }),
      );
    };
    look();
    new MutationObserver(look).observe(document.body, {
      childList: true,
      subtree: true,
      characterData: true,
    });
  });
}

function paintedNumbers(page: Page): Promise<Record<string, number>> {
  return page.evaluate(() => globalThis.paintedNumbers ?? {});
}
