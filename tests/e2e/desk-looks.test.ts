import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GalleryEnvironment } from '../harness/gallery-service.ts';
import { type HallBrowser, openHallBrowser } from '../harness/hall-browser.ts';
import { axeFaults, keepPicture } from '../harness/look-at-page.ts';
import { type Program, start } from '../harness/program.ts';
import { project, scratch } from '../harness/stack.ts';
import { startDisplay, type VirtualDisplay } from '../harness/virtual-display.ts';

/**
 * The staff's pages in each state, as a PC and a tablet show them: nothing that axe can find is wrong, every target is
 * large enough for a finger, nothing reaches beyond the screen. PICTURES=1 keeps a picture of each in test-results/ for
 * the eyes.
 */

const SMALLEST_TARGET = 44;

const scenes = {
  staff: [
    'sign-in',
    'choose-pin',
    'counters',
    'counters+counter-c07',
    'idle',
    'called',
    'serving',
    'serving+transfer',
    'serving+appointments',
    'serving+appointments+book',
    'merged',
    'help',
    'nobody',
    'break',
    'stale',
    'closed',
  ],
  hall: [
    'today',
    'closed+reopen',
    'today+free-counter',
    'today#model',
    'today#people',
    'today#people+copy-week',
    'today#appointments',
    'today#accuracy',
    'today#reconciliation',
  ],
} as const;
/** The tablet in English, whose words are the longer ones. */
const sizes = [
  ['pc', 1366, 768, 'zh-CN'],
  ['tablet', 1024, 768, 'en'],
] as const;

let display: VirtualDisplay;
let gallery: Program<{ readonly url: string }>;
let browser: HallBrowser;

beforeAll(async () => {
  display = await startDisplay('1366x768x24');
  const environment: GalleryEnvironment = { TERMINAL_PAGE: join(project, 'dist', 'renderer') };
  gallery = await start({ script: join(project, 'tests/harness/gallery-service.ts'), env: environment });
  const folder = await scratch('desk-looks');
  // The browser is another user's.
  await chmod(folder, 0o755);
  browser = await openHallBrowser({
    display: display.name,
    folder,
    pages: sizes.map(([name, width, height]) => ({
      url: `${gallery.ready.url}desk-gallery.html?size=${name}`,
      width,
      height,
    })),
  });
});

afterAll(async () => {
  await browser.close();
  await gallery.stop();
  await display.stop();
});

describe.each(sizes.map(([name, , , language], index) => [name, language, index] as const))(
  '%s in %s',
  (name, language, index) => {
    it.each(['staff', 'hall'] as const)('%s page', async (which) => {
      const page = browser.pages[index];
      if (!page) throw new Error('the browser has no such page');
      await page.evaluate((wanted) => localStorage.setItem('desk.language', wanted), language);
      const faults: string[] = [];
      for (const scene of scenes[which]) {
        const [place = '', ...presses] = scene.split('+');
        const [state, area = ''] = place.split('#');
        // Away from the page before, as a change of the area alone would not load it anew.
        await page.goto('about:blank');
        await page.goto(`${gallery.ready.url}desk-gallery.html?page=${which}&scene=${state}#${area}`);
        await page.locator('h1').first().waitFor();
        for (const [index, press] of presses.entries()) {
          await page.locator(`[data-action="${press}"]`).first().click();
          await page.locator('[role$="dialog"]').nth(index).locator('table, p, select').first().waitFor();
        }
        // The same elements in other words and in less room: axe looks at them once.
        const found = name === 'pc' ? await axeFaults(page) : [];
        faults.push(...[...found, ...(await tooSmall(page))].map((fault) => `${scene}: ${fault}`));
        await keepPicture(page, `${which}-${scene.replace(/[#+]/g, '-')}-${name}-${language}`);
      }
      expect(faults).toEqual([]);
    });
  },
);

async function tooSmall(page: Page): Promise<string[]> {
  const small = await page.evaluate(
    (smallest) =>
      // A dialog's dismiss button is there for a screen reader alone.
      [...document.querySelectorAll('button:not([tabindex="-1"]), select, a, input:not([type="checkbox"])')]
        .filter((each) => each.checkVisibility())
        .filter((each) => {
          const { width, height, right } = each.getBoundingClientRect();
          return width < smallest || height < smallest || right > innerWidth + 1;
        })
        .map((each) => each.outerHTML.slice(0, 90)),
    SMALLEST_TARGET,
  );
  return small.map((each) => `too small or beyond the screen: ${each}`);
}
