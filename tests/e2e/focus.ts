import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** More than any of the pages has to tab through. */
const MOST_STOPS = 80;

/** Fails unless something on the page has the focus, stands within the screen and shows it. */
export async function expectFocusShown(page: Page): Promise<void> {
  const seen = () =>
    page.evaluate(() => {
      const { activeElement } = document;
      if (!activeElement || activeElement === document.body) return 'nothing has the focus';
      const { top, left, bottom, right } = activeElement.getBoundingClientRect();
      const { outlineStyle, outlineWidth } = getComputedStyle(activeElement);
      const isWithin = top >= 0 && left >= 0 && bottom <= innerHeight && right <= innerWidth;
      const isRinged = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2;
      return isWithin && isRinged
        ? 'shown'
        : `${isWithin ? 'unmarked' : 'beyond the screen'}: ${activeElement.outerHTML.slice(0, 120)}`;
    });
  // The focus comes back a frame after what had it has gone.
  await expect.poll(seen, { timeout: 5_000 }).toBe('shown');
}

/** Presses Tab, or Shift+Tab, until it has the focus; on the way each stop shows that it has it. */
export async function tabTo(page: Page, wanted: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await wanted.waitFor();
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    await expectFocusShown(page);
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${key} does not lead to ${String(wanted)}`);
}
