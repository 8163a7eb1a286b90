import type { DisplayMode } from '../ui/display-mode.ts';
import type { GridShape } from '../ui/paged-grid.tsx';
import type { ScreenProfile } from '../ui/screen-profile.ts';

/** How many materials one page shows, each with its two answers beside it. */
export function materialsShape(mode: DisplayMode, screen: ScreenProfile): GridShape {
  const portrait = screen.heightMm >= screen.widthMm;
  if (mode.elder) return portrait ? { columns: 1, rows: 3 } : { columns: 2, rows: 1 };
  return portrait
    ? { columns: 1, rows: mode.largeText ? 5 : 6 }
    : { columns: 2, rows: mode.largeText ? 2 : 3 };
}

/** How many choices of a list one page shows: as many as stay large; the rest is on further pages. */
export function gridShape(mode: DisplayMode, screen: ScreenProfile): GridShape {
  const portrait = screen.heightMm >= screen.widthMm;
  if (mode.elder) return portrait ? { columns: 1, rows: 4 } : { columns: 2, rows: 2 };
  if (mode.largeText) return portrait ? { columns: 1, rows: 5 } : { columns: 2, rows: 3 };
  return portrait ? { columns: 2, rows: 5 } : { columns: 3, rows: 3 };
}
