import { useEffect, useRef } from 'react';
import { afterTouch, cornerOf, NOTHING_DONE } from './corner-sequence.ts';

/** Calls when somebody touches the upper corners in the order that opens the administrator's page. */
export function useCornerSequence(onComplete: () => void): void {
  const progress = useRef(NOTHING_DONE);
  const complete = useRef(onComplete);
  useEffect(() => {
    complete.current = onComplete;
  });
  useEffect(() => {
    const touched = (event: PointerEvent) => {
      const { style, clientWidth } = document.documentElement;
      const width = Number.parseFloat(style.getPropertyValue('--stage-width')) || clientWidth;
      const pixelsPerMm = Number.parseFloat(style.getPropertyValue('--mm'));
      const stage = { left: (clientWidth - width) / 2, width, pixelsPerMm };
      const corner = cornerOf({ x: event.clientX, y: event.clientY }, stage);
      const next = afterTouch(progress.current, corner, performance.now());
      progress.current = next === 'complete' ? NOTHING_DONE : next;
      if (next === 'complete') complete.current();
    };
    window.addEventListener('pointerdown', touched);
    return () => window.removeEventListener('pointerdown', touched);
  }, []);
}
