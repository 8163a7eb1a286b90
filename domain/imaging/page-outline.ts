import { err, ok, type Result } from 'neverthrow';
import { brightRegion } from './bright-region.ts';
import {
  areaOf,
  crossing,
  distance,
  distanceToLine,
  hullOf,
  type Line,
  lineThrough,
  type Point,
  type Quad,
  turn,
} from './geometry.ts';
import type { GrayPicture } from './picture.ts';

/** none: nothing like a page stands out. cut-off: a page reaches beyond the picture. */
export type OutlineError = 'none' | 'cut-off';

/** An ID card under a camera for A4 pages covers about a fortieth of the picture. */
const LEAST_SHARE = 1 / 60;
/** A page's hull is its outline, give or take a bent corner; that of a hand or a round thing is not. */
const LEAST_FILL = 0.88;
/** Pictures and thick print are holes in a page; two things that touch by a corner are hardly anything else. */
const LEAST_BRIGHT = 0.45;
/** The ends of a side are left out when its line is laid: corners are bent, worn or rounded. */
const CORNER_SHARE = 0.12;
/** So many pixels beside the first guess of a side its rim may lie, as a share of the longer side. */
const SIDE_BAND = 0.015;

/**
 * Finds a bright page on a dark mat. Give a picture of some 300–500 pixels: fine print is gone and a page's
 * edges are exact to a fraction of a pixel by the lines laid through them.
 */
export function findPage(picture: GrayPicture): Result<Quad, OutlineError> {
  const region = brightRegion(picture);
  if (region === undefined || region.pixels < LEAST_SHARE * picture.width * picture.height)
    return err('none');
  if (touchesBorder(region.rim, picture)) return err('cut-off');
  const hull = hullOf(region.rim);
  const rough = largestQuad(hull);
  if (rough === undefined) return err('none');
  const quad = fitted(rough, region.rim, SIDE_BAND * Math.max(picture.width, picture.height));
  if (quad === undefined || !isConvex(quad)) return err('none');
  const filled = areaOf(hull) / areaOf(quad);
  const bright = region.pixels / areaOf(quad);
  const fits = filled > LEAST_FILL && filled < 1 / LEAST_FILL && bright > LEAST_BRIGHT;
  return fits ? ok(fromUpperLeft(quad)) : err('none');
}

function touchesBorder(rim: readonly Point[], { width, height }: GrayPicture): boolean {
  const beyond = rim.filter(({ x, y }) => x <= 0 || y <= 0 || x >= width || y >= height);
  // One pixel is a speck of dust at the edge; a side is more.
  return beyond.length > 2;
}

/** The four corners of a convex polygon that enclose the largest area. */
function largestQuad(hull: readonly Point[]): Quad | undefined {
  let best: Quad | undefined;
  let bestArea = 0;
  const thinned = thinnedTo(hull, 48);
  for (const [i, a] of thinned.entries()) {
    for (const [k, c] of thinned.entries()) {
      if (k < i + 2) continue;
      const b = farthest(thinned.slice(i + 1, k), a, c);
      const d = farthest([...thinned.slice(k + 1), ...thinned.slice(0, i)], c, a);
      if (b === undefined || d === undefined) continue;
      const area = areaOf([a, b, c, d]);
      if (area > bestArea) [best, bestArea] = [[a, b, c, d], area];
    }
  }
  return best;
}

/** Drops the corners of a polygon that say least about its shape until so many are left. */
function thinnedTo(polygon: readonly Point[], most: number): Point[] {
  const kept = [...polygon];
  while (kept.length > most) {
    let [least, leastAt] = [Number.POSITIVE_INFINITY, 0];
    for (const [index, corner] of kept.entries()) {
      const before = kept.at(index - 1) ?? corner;
      const after = kept[(index + 1) % kept.length] ?? corner;
      const lost = Math.abs(turn(before, corner, after));
      if (lost < least) [least, leastAt] = [lost, index];
    }
    kept.splice(leastAt, 1);
  }
  return kept;
}

function farthest(points: readonly Point[], from: Point, to: Point): Point | undefined {
  let best: Point | undefined;
  let most = 0;
  for (const point of points) {
    const doubled = Math.abs(turn(from, to, point));
    if (doubled > most) [best, most] = [point, doubled];
  }
  return best;
}

/** Lays each side through the rim near it, and takes the crossings as corners. */
function fitted(rough: Quad, rim: readonly Point[], band: number): Quad | undefined {
  const [a, b, c, d] = rough;
  const sides = [
    sideLine(a, b, rim, band),
    sideLine(b, c, rim, band),
    sideLine(c, d, rim, band),
    sideLine(d, a, rim, band),
  ];
  const corner = (one: Line | undefined, other: Line | undefined) => one && other && crossing(one, other);
  const [ab, bc, cd, da] = sides;
  const [first, second, third, fourth] = [corner(da, ab), corner(ab, bc), corner(bc, cd), corner(cd, da)];
  return first && second && third && fourth && [first, second, third, fourth];
}

function sideLine(from: Point, to: Point, rim: readonly Point[], band: number): Line | undefined {
  const guess = lineThrough([from, to]);
  const length = distance(from, to);
  if (guess === undefined || length === 0) return undefined;
  const near = rim.filter((point) => {
    const along = ((point.x - from.x) * (to.x - from.x) + (point.y - from.y) * (to.y - from.y)) / length ** 2;
    return along > CORNER_SHARE && along < 1 - CORNER_SHARE && distanceToLine(point, guess) < band;
  });
  return near.length < 4 ? guess : lineThrough(near);
}

function isConvex(quad: Quad): boolean {
  return quad.every((corner, index) => {
    const next = quad[(index + 1) % 4] ?? corner;
    const after = quad[(index + 2) % 4] ?? corner;
    return turn(corner, next, after) > 0;
  });
}

/** The same corners, beginning with the one that is nearest to the picture's upper left. */
function fromUpperLeft(quad: Quad): Quad {
  const [a, b, c, d] = quad;
  const turned: readonly Quad[] = [quad, [b, c, d, a], [c, d, a, b], [d, a, b, c]];
  return turned.reduce((best, each) => (each[0].x + each[0].y < best[0].x + best[0].y ? each : best));
}
