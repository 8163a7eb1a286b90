import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GalleryEnvironment } from '../harness/gallery-service.ts';
import { type HallBrowser, openHallBrowser } from '../harness/hall-browser.ts';
import { type Program, start } from '../harness/program.ts';
import { project, scratch } from '../harness/stack.ts';
import { startDisplay, type VirtualDisplay } from '../harness/virtual-display.ts';

/**
 * The staff's pages in each state, as a PC and a tablet show them: nothing that axe can find is wrong, every target is
 * large enough for a finger, nothing reaches beyond the screen, and a picture is kept in test-results/ for the eyes.
 */

const pictures = join(project, 'test-results', 'pictures');
const SMALLEST_TARGET = 44;

const scenes = {
  staff: ['sign-in', 'counters', 'idle', 'called', 'serving', 'help', 'nobody', 'break', 'stale', 'closed'],
  hall: [
    'today',
    'today#model',
    'today#people',
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
  await mkdir(pictures, { recursive: true });
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
        const [state, area = ''] = scene.split('#');
        // Away from the page before, as a change of the area alone would not load it anew.
        await page.goto('about:blank');
        await page.goto(`${gallery.ready.url}desk-gallery.html?page=${which}&scene=${state}#${area}`);
        await page.locator('h1').first().waitFor();
        faults.push(...(await faultsOf(page, scene)));
        await page.screenshot({
          path: join(pictures, `${which}-${scene.replace('#', '-')}-${name}-${language}.png`),
        });
      }
      expect(faults).toEqual([]);
    });
  },
);

async function faultsOf(page: Page, scene: string): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  const small = await page.evaluate(
    (smallest) =>
      [...document.querySelectorAll('button, select, a, input:not([type="checkbox"])')]
        .filter((each) => each.checkVisibility())
        .filter((each) => {
          const { width, height, right } = each.getBoundingClientRect();
          return width < smallest || height < smallest || right > innerWidth + 1;
        })
        .map((each) => each.outerHTML.slice(0, 90)),
    SMALLEST_TARGET,
  );
  return [
    ...violations.map(
      (each) => `${scene}: ${each.id} at ${each.nodes.map((node) => node.target.join(' ')).join(', ')}`,
    ),
    ...small.map((each) => `${scene}: too small or beyond the screen: ${each}`),
  ];
}
