import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { electronRuntime, prepareApp } from '../../scripts/electron-runtime.mjs';
import { openShell, ownedFolder } from './shell-window.ts';

/**
 * The browsers of a hall: an Electron that only opens pages, each in a profile of its own as on a computer of its own.
 * It is the Chromium that the terminal runs on; nothing of the terminal's shell is in it.
 */
const MAIN = `
const { app, BrowserWindow } = require('electron');
const pages = JSON.parse(process.env.HALL_PAGES);
app.commandLine.appendSwitch('autoplay-policy', 'no-user-gesture-required');
app.whenReady().then(async () => {
  for (const [index, { url, width, height }] of pages.entries()) {
    const window = new BrowserWindow({
      width, height, x: 0, y: 0, frame: false,
      webPreferences: { partition: 'hall-' + index, backgroundThrottling: false },
    });
    // At the end a page with unsaved changes would keep its window.
    window.webContents.on('will-prevent-unload', (event) => event.preventDefault());
    await window.loadURL(url);
  }
  console.log(JSON.stringify({ time: Date.now(), event: 'pages.opened' }));
});
app.on('window-all-closed', () => app.quit());
process.on('SIGTERM', () => app.quit());
`;

export type HallPage = {
  readonly url: string;
  readonly width: number;
  readonly height: number;
};

export type HallBrowser = {
  /** In the order they were asked for. */
  readonly pages: readonly Page[];
  readonly close: () => Promise<void>;
};

/** Opens the pages; addresses must differ from each other. */
export async function openHallBrowser(options: {
  readonly display: string;
  readonly folder: string;
  readonly pages: readonly HallPage[];
}): Promise<HallBrowser> {
  const runtime = electronRuntime();
  if (runtime.mode !== 'window') throw new Error(`There is no Electron here: ${runtime.reason}`);
  const app = join(options.folder, 'hall-browser');
  mkdirSync(app, { recursive: true });
  writeFileSync(join(app, 'package.json'), JSON.stringify({ name: 'hall-browser', main: 'main.cjs' }));
  writeFileSync(join(app, 'main.cjs'), MAIN);
  const shell = await openShell({
    executable: prepareApp({ dist: runtime.dist, appFolder: app }),
    display: options.display,
    dataFolder: ownedFolder(join(options.folder, 'hall-browser-data')),
    attachAfter: 'pages.opened',
    args: runtime.sandbox === 'none' ? ['--no-sandbox'] : [],
    env: { HALL_PAGES: JSON.stringify(options.pages) },
  });
  const opened = shell.pages();
  for (const page of opened) {
    // Of several windows on a screen one has the focus; on computers of their own all have.
    const session = await page.context().newCDPSession(page);
    await session.send('Emulation.setFocusEmulationEnabled', { enabled: true });
  }
  return {
    pages: options.pages.map(({ url }) => {
      const page = opened.find((each) => each.url() === url);
      if (!page)
        throw new Error(`There is no page at ${url}: ${opened.map((each) => each.url()).join(', ')}`);
      return page;
    }),
    close: async () => {
      await shell.stop();
    },
  };
}
