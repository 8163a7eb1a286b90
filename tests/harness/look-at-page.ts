import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { project } from './stack.ts';

const pictures = join(project, 'test-results', 'pictures');

/**
 * What axe finds wrong with the page as it is now; `colours` looks at contrast alone, for a page whose other faults
 * were looked for in another mode: what is slow about axe is that it asks the page about each of its elements.
 */
export async function axeFaults(page: Page, which: 'all' | 'colours' = 'all'): Promise<string[]> {
  // The legacy mode runs in the page itself: a terminal's window opens no second page.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] });
  const { violations } = await (which === 'all' ? axe : axe.withRules('color-contrast')).analyze();
  return violations.map(
    ({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
  );
}

export const picturesWanted = process.env['PICTURES'] !== undefined;

/** Keeps what is on the screen in test-results/pictures/, when PICTURES asks for it: a machine's run needs none. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  if (!picturesWanted) return;
  await mkdir(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `${name}.png`) });
}
