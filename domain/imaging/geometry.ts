/** A place in a picture, in pixels from the upper left; pixel (0, 0) has its middle at (0.5, 0.5). */
export type Point = { readonly x: number; readonly y: number };

/** Corners of a page, clockwise from the upper left. */
export type Quad = readonly [Point, Point, Point, Point];

/** All points (x, y) with a·x + b·y = c; (a, b) has length 1. */
export type Line = { readonly a: number; readonly b: number; readonly c: number };

export function distance(from: Point, to: Point): number {
  return Math.hypot(to.x - from.x, to.y - from.y);
}

/** Twice the area of the triangle, positive when the way o → a → b turns clockwise on the screen. */
export function turn(o: Point, a: Point, b: Point): number {
  return (a.x - o.x) * (b.y - o.y) - (a.y - o.y) * (b.x - o.x);
}

/** Area of a polygon without crossings, in square pixels. */
export function areaOf(corners: readonly Point[]): number {
  const [first] = corners;
  if (first === undefined) return 0;
  let doubled = 0;
  for (const [index, corner] of corners.entries())
    doubled += turn(first, corner, corners[index + 1] ?? first);
  return Math.abs(doubled) / 2;
}

/** The smallest convex polygon around points, clockwise on the screen (Andrew's monotone chain). */
export function hullOf(points: readonly Point[]): Point[] {
  const sorted = points.toSorted((left, right) => left.x - right.x || left.y - right.y);
  const chain = (ordered: readonly Point[]) => {
    const kept: Point[] = [];
    for (const point of ordered) {
      for (;;) {
        const [before, last] = [kept.at(-2), kept.at(-1)];
        if (before === undefined || last === undefined || turn(before, last, point) > 0) break;
        kept.pop();
      }
      kept.push(point);
    }
    return kept.slice(0, -1);
  };
  return [...chain(sorted), ...chain(sorted.toReversed())];
}

/** The line that lies closest to points (total least squares); undefined where they give no direction. */
export function lineThrough(points: readonly Point[]): Line | undefined {
  if (points.length < 2) return undefined;
  const meanX = points.reduce((sum, point) => sum + point.x, 0) / points.length;
  const meanY = points.reduce((sum, point) => sum + point.y, 0) / points.length;
  let [xx, xy, yy] = [0, 0, 0];
  for (const point of points) {
    xx += (point.x - meanX) ** 2;
    xy += (point.x - meanX) * (point.y - meanY);
    yy += (point.y - meanY) ** 2;
  }
  if (xx + yy === 0) return undefined;
  const direction = Math.atan2(2 * xy, xx - yy) / 2;
  const [a, b] = [-Math.sin(direction), Math.cos(direction)];
  return { a, b, c: a * meanX + b * meanY };
}

/** How far a point is from a line, in pixels. */
export function distanceToLine(point: Point, line: Line): number {
  return Math.abs(line.a * point.x + line.b * point.y - line.c);
}

/** Where two lines cross; undefined for lines that run side by side. */
export function crossing(one: Line, other: Line): Point | undefined {
  const determinant = one.a * other.b - other.a * one.b;
  if (Math.abs(determinant) < 1e-6) return undefined;
  return {
    x: (one.c * other.b - other.c * one.b) / determinant,
    y: (one.a * other.c - other.a * one.c) / determinant,
  };
}
