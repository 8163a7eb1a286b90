import type { Page } from 'playwright-core';

/** What is waited for: an element of this selector that holds this text. */
export type Sight = { readonly selector: string; readonly text: string };

type Marks = { touchedAt: number; paintedAt: number };

/** Notes in the page when the next finger comes down, and when the first frame with the sight has been drawn. */
export async function watchPaint(page: Page, sight: Sight): Promise<void> {
  await page.evaluate(({ selector, text }) => {
    const marks: Marks = { touchedAt: 0, paintedAt: 0 };
    Object.assign(globalThis, { paintMarks: marks });
    const now = (): number => performance.timeOrigin + performance.now();
    document.addEventListener('pointerdown', () => (marks.touchedAt = now()), { capture: true, once: true });
    const isSeen = () =>
      [...document.querySelectorAll(selector)].some((element) => element.textContent.includes(text));
    const observer = new MutationObserver(() => {
      if (!isSeen()) return;
      observer.disconnect();
      // A task after the next frame's callbacks runs when that frame has been drawn.
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.addEventListener('message', () => (marks.paintedAt = now()), { once: true });
        channel.port1.start();
        channel.port2.postMessage(0);
      });
    });
    observer.observe(document.body, { childList: true, subtree: true, characterData: true });
  }, sight);
}

/** Milliseconds since 1970; waits for the paint. */
export async function paintMarks(page: Page): Promise<Readonly<Marks>> {
  const marks = await page.waitForFunction(() => {
    const { paintMarks: noted } = globalThis as unknown as { paintMarks: Marks };
    return noted.paintedAt > 0 ? noted : undefined;
  });
  const noted = await marks.jsonValue();
  if (noted === undefined) throw new Error('nothing was painted');
  return noted;
}
