import { err, ok, type Result } from 'neverthrow';
import { distance, type Point, type Quad } from './geometry.ts';
import type { Picture } from './picture.ts';

/** Maps (x, y) to ((a·x + b·y + c) / w, (d·x + e·y + f) / w) with w = g·x + h·y + 1. */
export type Homography = readonly [number, number, number, number, number, number, number, number];

export type Size = { readonly width: number; readonly height: number };

/** The map that carries four points to four others; `flat` where three of either lie on one line. */
export function homographyBetween(from: Quad, to: Quad): Result<Homography, 'flat'> {
  const rows: number[][] = [];
  for (const [index, { x, y }] of from.entries()) {
    const { x: u, y: v } = to[index] ?? { x, y };
    rows.push([x, y, 1, 0, 0, 0, -u * x, -u * y, u], [0, 0, 0, x, y, 1, -v * x, -v * y, v]);
  }
  const solved = solve(rows);
  const [a, b, c, d, e, f, g, h] = solved ?? [];
  if (h === undefined || [a, b, c, d, e, f, g, h].some((value) => !Number.isFinite(value)))
    return err('flat');
  return ok([a ?? 0, b ?? 0, c ?? 0, d ?? 0, e ?? 0, f ?? 0, g ?? 0, h]);
}

/** Where a map carries a point. */
export function mapped([a, b, c, d, e, f, g, h]: Homography, { x, y }: Point): Point {
  const w = g * x + h * y + 1;
  return { x: (a * x + b * y + c) / w, y: (d * x + e * y + f) / w };
}

/** Gaussian elimination with pivots over rows of coefficients and a right-hand side. */
function solve(rows: number[][]): number[] | undefined {
  const size = rows.length;
  for (let column = 0; column < size; column += 1) {
    const rest = rows.slice(column);
    const pivot = rest.reduce((best, row) =>
      Math.abs(row[column] ?? 0) > Math.abs(best[column] ?? 0) ? row : best,
    );
    const lead = pivot[column] ?? 0;
    if (Math.abs(lead) < 1e-9) return undefined;
    rows.splice(rows.indexOf(pivot), 1);
    rows.splice(column, 0, pivot);
    for (const row of rows) {
      if (row === pivot) continue;
      const factor = (row[column] ?? 0) / lead;
      for (let at = column; at <= size; at += 1) row[at] = (row[at] ?? 0) - factor * (pivot[at] ?? 0);
    }
  }
  return rows.map((row, index) => (row[size] ?? 0) / (row[index] ?? 1));
}

/** Longer side to shorter side of the sheets that people bring: A4 and its halves (ISO 216). */
const ISO_216 = Math.SQRT2;
/** A camera that looks a little aslant makes a sheet look this much too long or short. */
const RATIO_TOLERANCE = 0.05;

/**
 * The size in which a page seen at these corners is drawn: as many pixels as the picture has of it, A4 where it
 * is nearly A4, and no more than `most` pixels on the longer side.
 */
export function pageSize([a, b, c, d]: Quad, most: number): Size {
  const across = Math.max(distance(a, b), distance(d, c));
  const down = Math.max(distance(b, c), distance(a, d));
  const ratio = Math.max(across, down) / Math.min(across, down);
  const isIso = Math.abs(ratio / ISO_216 - 1) < RATIO_TOLERANCE;
  const longer = Math.min(most, Math.max(across, down));
  const shorter = longer / (isIso ? ISO_216 : ratio);
  const [width, height] = across > down ? [longer, shorter] : [shorter, longer];
  return { width: Math.max(1, Math.round(width)), height: Math.max(1, Math.round(height)) };
}

/** The part of a picture within four corners as a flat page of that size, each pixel between its four neighbours. */
export function flattened(picture: Picture, corners: Quad, size: Size): Result<Picture, 'flat'> {
  const { width, height } = size;
  const sheet: Quad = [
    { x: 0, y: 0 },
    { x: width, y: 0 },
    { x: width, y: height },
    { x: 0, y: height },
  ];
  return homographyBetween(sheet, corners).map(([a, b, c, d, e, f, g, h]) => {
    const data = new Uint8ClampedArray(width * height * 4);
    const source = picture.data;
    const [lastX, lastY] = [picture.width - 1, picture.height - 1];
    for (let row = 0; row < height; row += 1) {
      for (let column = 0; column < width; column += 1) {
        const x = column + 0.5;
        const y = row + 0.5;
        const w = g * x + h * y + 1;
        const atX = Math.min(lastX, Math.max(0, (a * x + b * y + c) / w - 0.5));
        const atY = Math.min(lastY, Math.max(0, (d * x + e * y + f) / w - 0.5));
        const left = Math.floor(atX);
        const top = Math.floor(atY);
        const right = Math.min(lastX, left + 1);
        const bottom = Math.min(lastY, top + 1);
        const shareX = atX - left;
        const shareY = atY - top;
        const upperLeft = (top * picture.width + left) * 4;
        const upperRight = (top * picture.width + right) * 4;
        const lowerLeft = (bottom * picture.width + left) * 4;
        const lowerRight = (bottom * picture.width + right) * 4;
        const target = (row * width + column) * 4;
        for (let channel = 0; channel < 3; channel += 1) {
          const upper =
            (source[upperLeft + channel] ?? 0) * (1 - shareX) + (source[upperRight + channel] ?? 0) * shareX;
          const lower =
            (source[lowerLeft + channel] ?? 0) * (1 - shareX) + (source[lowerRight + channel] ?? 0) * shareX;
          data[target + channel] = upper * (1 - shareY) + lower * shareY;
        }
        data[target + 3] = 255;
      }
    }
    return { width, height, data };
  });
}
