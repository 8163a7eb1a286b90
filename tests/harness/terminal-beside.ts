import type { Page } from 'playwright-core';
import type { terminalContract } from '#contract/terminal/contract.ts';
import { connectAs } from './socket-client.ts';
import type { TerminalClient } from './watch.ts';

/** Another connection to the service of this page: it is told what the page is told. */
export async function connectBeside(page: Page): Promise<TerminalClient> {
  // The window's Electron gives its cookies to nobody but the page's own debugger.
  const session = await page.context().newCDPSession(page);
  const { cookies } = await session.send('Network.getCookies', { urls: [page.url()] });
  await session.detach();
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  return connectAs<typeof terminalContract>(page.url(), cookie);
}
