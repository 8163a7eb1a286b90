import { chmod, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { ownVoice } from '#platform/pages.ts';
import { startTestPlatform, type TestPlatform } from '#platform/testing/test-platform.ts';
import { openHallBrowser } from './hall-browser.ts';
import { project, scratch } from './stack.ts';
import { startDisplay } from './virtual-display.ts';

export type DeskHall = {
  readonly platform: TestPlatform;
  /** Where its pages are. */
  readonly url: string;
  /** In the order they were asked for. */
  readonly pages: readonly Page[];
  readonly close: () => Promise<void>;
};

/**
 * The demo hall without a terminal: the platform in this process, with a clock that stands still, and browsers at its
 * pages. Numbers come as terminals report them (`platform/testing`).
 */
export async function openDeskHall(options: {
  readonly name: string;
  readonly pages: (
    platform: TestPlatform,
  ) => Promise<readonly { readonly path: string; readonly width: number; readonly height: number }[]>;
}): Promise<DeskHall> {
  const folder = await scratch(options.name);
  // The browser is another user's.
  await chmod(folder, 0o755);
  const platform = await startTestPlatform();
  const server = await platform.another({ pages: join(project, 'dist', 'renderer'), voice: ownVoice() });
  const display = await startDisplay('1920x1920x24');
  const wanted = await options.pages(platform);
  const browser = await openHallBrowser({
    display: display.name,
    folder,
    pages: wanted.map(({ path, ...size }) => ({ url: `${server.url}${path}`, ...size })),
  });
  return {
    platform,
    url: server.url,
    pages: browser.pages,
    close: async () => {
      await browser.close();
      await display.stop();
      await server.stop();
      await platform.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
