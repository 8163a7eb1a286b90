import { languages } from '../../i18n/languages.ts';
import type { GridShape } from '../../ui/paged-grid.tsx';
import { gridShape } from '../grid-shape.ts';
import { useAdministration } from './administration-context.ts';

/** Lines of a vertical script stand beside each other, and a page is less wide than high. */
const VERTICAL_ROWS = { standard: 4, elder: 2 };
/** Names of ports are long: in large letters two lines, and a sentence below. */
const ELDER_ROWS = 3;

/** The devices: beside each other where their names are short enough for it, so that those of all classes are seen at once. */
export function useDevicesShape(): GridShape {
  const { mode, language } = useAdministration();
  const list = useListShape();
  return mode.elder || languages[language].vertical ? list : { ...list, columns: 2 };
}

/** A list of places: one below the other, as many as stay large. */
export function useListShape(): GridShape {
  const { mode, status, language } = useAdministration();
  const { rows } = gridShape(mode, status.screen);
  const vertical = VERTICAL_ROWS[mode.elder ? 'elder' : 'standard'];
  const most = languages[language].vertical ? vertical : mode.elder ? ELDER_ROWS : rows;
  return { columns: 1, rows: Math.min(rows, most) };
}
