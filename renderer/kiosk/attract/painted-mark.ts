import { useEffect } from 'react';

/** Name of the performance mark of the first attract page that stood on the glass since the page was loaded. */
const MARK = 'attract-painted';

/** Sets the mark: the second frame after this effect begins when the first has been handed to the screen. */
export function usePaintedMark(): void {
  useEffect(() => {
    if (performance.getEntriesByName(MARK).length > 0) return undefined;
    let gone = false;
    // The first layout asks for the fonts; words whose font is missing are not to be seen.
    requestAnimationFrame(async () => {
      await document.fonts.ready;
      requestAnimationFrame(() => requestAnimationFrame(() => !gone && performance.mark(MARK)));
    });
    return () => {
      gone = true;
    };
  }, []);
}
