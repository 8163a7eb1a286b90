import { err, type Result } from 'neverthrow';
import type { Point, Quad } from './geometry.ts';
import { findPage, type OutlineError } from './page-outline.ts';
import { type PageQuality, pageQuality } from './page-quality.ts';
import { flattened, pageSize } from './perspective.ts';
import { grayOf, type Picture } from './picture.ts';

/** Enough for exact edges, and little enough to be found in every frame of a live picture. */
const OUTLINE_SIDE = 400;
/** A4 at 200 dots an inch: what scanned evidence is asked for in (DA/T 31). */
const MOST_PIXELS = 2339;

/** So much of a side is left out at each edge: the last pixels are half table, and its shadow. */
const MARGIN = 0.004;

export type StraightPage = { readonly page: Picture; readonly corners: Quad; readonly quality: PageQuality };

/** Finds the page in a picture, in that picture's own pixels. */
export function outlineIn(picture: Picture): Result<Quad, OutlineError> {
  const gray = grayOf(picture, OUTLINE_SIDE);
  const [scaleX, scaleY] = [picture.width / gray.width, picture.height / gray.height];
  return findPage(gray).map(([a, b, c, d]) => {
    const scaled = (point: typeof a) => ({ x: point.x * scaleX, y: point.y * scaleY });
    return [scaled(a), scaled(b), scaled(c), scaled(d)];
  });
}

/** Cuts the page out of a photograph and lays it flat and upright. */
export function straighten(picture: Picture): Result<StraightPage, OutlineError> {
  return outlineIn(picture).andThen((corners) =>
    flattened(picture, within(corners), pageSize(corners, MOST_PIXELS))
      .map((page) => ({ page, corners, quality: pageQuality(page) }))
      .orElse(() => err('none' as const)),
  );
}

/** The same page without its outermost edge. */
function within([a, b, c, d]: Quad): Quad {
  const moved = (from: Point, to: Point): Point => ({
    x: from.x + (to.x - from.x) * MARGIN,
    y: from.y + (to.y - from.y) * MARGIN,
  });
  return [moved(a, c), moved(b, d), moved(c, a), moved(d, b)];
}
