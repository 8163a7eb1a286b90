import { useEffect } from 'react';

/** Name of the performance mark of the first attract page that stood on the glass since the page was loaded. */
const MARK = 'attract-painted';

/** Sets the mark: the second frame after this effect begins when the first has been handed to the screen. */
export function usePaintedMark(): void {
  useEffect(() => {
    if (performance.getEntriesByName(MARK).length > 0) return undefined;
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => performance.mark(MARK));
    });
    return () => cancelAnimationFrame(frame);
  }, []);
}
