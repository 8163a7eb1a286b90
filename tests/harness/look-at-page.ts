import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { project } from './stack.ts';

const pictures = join(project, 'test-results', 'pictures');

/**
 * What axe finds wrong with the page as it is now; `colours` looks at contrast alone, for a page whose other faults
 * were looked for in another mode: what is slow about axe is that it asks the page about each of its elements.
 */
export async function axeFaults(page: Page, which: 'all' | 'colours' = 'all'): Promise<string[]> {
  // Half a megabyte, which stays in the document once it is there.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  const violations = await page.evaluate(
    async (options) => {
      const { axe: inPage } = globalThis as unknown as { axe: typeof axe };
      const found = await inPage.run(document, options);
      return found.violations.map(({ id, nodes }) => ({ id, targets: nodes.map(({ target }) => target) }));
    },
    {
      resultTypes: ['violations' as const],
      ...(which === 'colours' && { runOnly: ['color-contrast'] }),
    },
  );
  return violations.map(({ id, targets }) => `${id} at ${targets.map((each) => each.join(' ')).join(', ')}`);
}

export const picturesWanted = process.env['PICTURES'] !== undefined;

/** Keeps what is on the screen in test-results/pictures/, when PICTURES asks for it: a machine's run needs none. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  if (!picturesWanted) return;
  await mkdir(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `${name}.png`) });
}
