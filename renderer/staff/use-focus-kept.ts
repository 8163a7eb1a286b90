import { useEffect } from 'react';

/** Marks what takes the focus when nothing else has it. */
export const FOCUS_HOME = { 'data-focus-home': '' } as const;

/**
 * Keeps the focus on the page: what had it may go or be disabled by the very press, and who works by keys alone would
 * not see any more where he is.
 */
export function useFocusKept(): void {
  useEffect(() => {
    let frame = 0;
    const look = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => {
        const { activeElement, body } = document;
        const isLost = !activeElement || activeElement === body || activeElement.matches(':disabled');
        if (!isLost || document.querySelector('[role="dialog"], [role="alertdialog"]')) return;
        document.querySelector<HTMLElement>('[data-focus-home]')?.focus({ preventScroll: true });
      });
    };
    const changes = new MutationObserver(look);
    changes.observe(document.body, { subtree: true, childList: true, attributeFilter: ['disabled'] });
    document.addEventListener('focusout', look);
    look();
    return () => {
      cancelAnimationFrame(frame);
      changes.disconnect();
      document.removeEventListener('focusout', look);
    };
  }, []);
}
