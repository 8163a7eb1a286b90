import { useEffect } from 'react';

/** Name of the performance mark of the first attract page that stood on the glass since the page was loaded. */
const MARK = 'attract-painted';

/** Sets the mark: the second frame after this effect begins when the first has been handed to the screen. */
export function usePaintedMark(): void {
  useEffect(() => {
    if (performance.getEntriesByName(MARK).length > 0) return undefined;
    let gone = false;
    const mark = async () => {
      // The first layout has asked for the fonts; words whose font is missing are not to be seen.
      if (document.fonts.status === 'loading') {
        await document.fonts.ready;
        await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      }
      if (!gone) performance.mark(MARK);
    };
    requestAnimationFrame(() => requestAnimationFrame(() => void mark()));
    return () => {
      gone = true;
    };
  }, []);
}
