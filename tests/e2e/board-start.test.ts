import { once } from 'node:events';
import { chmod, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { pino } from 'pino';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabase } from '../../platform/database/database.ts';
import { createServer } from '../../platform/server.ts';
import { boardStartPage } from '../../renderer/hall/today/board-start-page.ts';
import chinese from '../../renderer/i18n/desk.zh-CN.json' with { type: 'json' };
import { type HallBrowser, openHallBrowser } from '../harness/hall-browser.ts';
import { keepPicture } from '../harness/look-at-page.ts';
import { project, scratch } from '../harness/stack.ts';
import { startDisplay, type VirtualDisplay } from '../harness/virtual-display.ts';

/** A board whose computer is switched on before the platform. */

const { boardStart } = chinese.hall;
let display: VirtualDisplay;
let browser: HallBrowser;
let page: Page;
let asked = 0;
// As a proxy before a platform that is away.
const proxy = createHttpServer((_, response) => {
  asked += 1;
  response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad Gateway</h1>');
});
let port: number;

beforeAll(async () => {
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const address = proxy.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  ({ port } = address);
  const folder = await scratch('board-start');
  // The browser is another user's.
  await chmod(folder, 0o755);
  const file = join(folder, 'board.html');
  const start = boardStartPage({
    hallName: '草原明珠政务服务中心（演示）',
    hallId: 'demo-hall',
    platform: `http://127.0.0.1:${port}`,
    voice: true,
    texts: { title: chinese.board.pageTitle, waiting: boardStart.waiting, detail: boardStart.willOpen },
  });
  await writeFile(file, start, { mode: 0o644 });
  display = await startDisplay('1920x1080x24');
  const pages = [{ url: pathToFileURL(file).href, width: 1920, height: 1080 }];
  browser = await openHallBrowser({ display: display.name, folder, pages });
  const [opened] = browser.pages;
  if (!opened) throw new Error('the browser opened nothing');
  page = opened;
});
afterAll(async () => {
  await browser.close();
  await display.stop();
});

it('says that it waits while nobody or something else answers, and opens the board once the platform does', async () => {
  await page.getByRole('heading', { name: boardStart.waiting }).waitFor();
  await keepPicture(page, 'board-start');
  await expect.poll(() => asked, { timeout: 60_000 }).toBeGreaterThan(1);
  expect(page.url()).toMatch(/^file:/);
  proxy.closeAllConnections();
  await new Promise((resolve) => proxy.close(resolve));

  // Nothing is asked of the database: it need not be there.
  const url = 'postgres://nobody@127.0.0.1:1/none';
  const database = openDatabase({ url, maxConnections: 1, onIdleError: () => undefined });
  const server = createServer({
    database,
    clock: { now: Date.now },
    secret: new Uint8Array(32),
    changes: { onChange: () => () => undefined, announce: () => undefined, close: async () => undefined },
    pages: join(project, 'dist', 'renderer'),
    log: pino({ level: 'silent' }),
  });
  await server.listen({ host: '127.0.0.1', port });
  await page.waitForURL(`http://127.0.0.1:${port}/board/demo-hall`, { timeout: 60_000 });
  await page.getByText(chinese.board.connecting).waitFor();
  await page.close();
  await server.close();
  await database.destroy();
});
