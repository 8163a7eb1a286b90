import { useLayoutEffect } from 'react';
import { fitStage, type ScreenProfile } from './screen-profile.ts';

/** Puts the screen's millimetre, size and orientation on the root element and follows the window's size. */
export function useStage(profile: ScreenProfile): void {
  const { widthMm, heightMm } = profile;
  useLayoutEffect(() => {
    const root = document.documentElement;
    const apply = () => {
      // Of the window, not of the root element, which would have to be laid out first, in sizes that do not hold yet.
      const viewport = { width: window.innerWidth, height: window.innerHeight };
      const stage = fitStage({ widthMm, heightMm }, viewport);
      root.style.setProperty('--mm', `${stage.pixelsPerMm}px`);
      root.style.setProperty('--stage-width', `${stage.width}px`);
      root.style.setProperty('--stage-height', `${stage.height}px`);
      root.dataset['orientation'] = stage.orientation;
    };
    apply();
    window.addEventListener('resize', apply);
    return () => window.removeEventListener('resize', apply);
  }, [widthMm, heightMm]);
}
