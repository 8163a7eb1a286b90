import type { Point, Quad } from '../geometry.ts';
import { homographyBetween, mapped } from '../perspective.ts';
import type { Picture } from '../picture.ts';

export type Scene = {
  readonly width: number;
  readonly height: number;
  /** Where the page's corners lie, clockwise from its upper left. */
  readonly corners: Quad;
  readonly table?: number;
  readonly paper?: number;
  /** Brightness at a place of the page, 0–1 across and down; paper where undefined. */
  readonly print?: (across: number, down: number) => number | undefined;
  /** Amplitude of noise, deterministic. */
  readonly noise?: number;
};

/** A page of paper on a table, as a camera with ideal optics sees it. */
export function photograph(scene: Scene): Picture {
  const { width, height, corners, table = 40, paper = 225, print, noise = 0 } = scene;
  const unit: Quad = [
    { x: 0, y: 0 },
    { x: 1, y: 0 },
    { x: 1, y: 1 },
    { x: 0, y: 1 },
  ];
  const toPage = homographyBetween(corners, unit)._unsafeUnwrap();
  const data = new Uint8ClampedArray(width * height * 4);
  let state = 1;
  const random = () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647 - 0.5;
  };
  const at = (x: number, y: number) => {
    const place = mapped(toPage, { x, y });
    if (place.x < 0 || place.x > 1 || place.y < 0 || place.y > 1) return table;
    return print?.(place.x, place.y) ?? paper;
  };
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      // Four looks a pixel: edges come out grey, as in a camera.
      const seen =
        (at(x + 0.25, y + 0.25) + at(x + 0.75, y + 0.25) + at(x + 0.25, y + 0.75) + at(x + 0.75, y + 0.75)) /
        4;
      const value = seen + 2 * noise * random();
      data.set([value, value, value, 255], (y * width + x) * 4);
    }
  }
  return { width, height, data };
}

/** The corners of an A4 page of that width in pixels, turned about its middle. */
export function turnedPage(middle: Point, width: number, degrees: number): Quad {
  const [sin, cos] = [Math.sin((degrees * Math.PI) / 180), Math.cos((degrees * Math.PI) / 180)];
  const corner = (across: number, down: number): Point => {
    const [x, y] = [across * width, down * width * Math.SQRT2];
    return { x: middle.x + x * cos - y * sin, y: middle.y + x * sin + y * cos };
  };
  return [corner(-0.5, -0.5), corner(0.5, -0.5), corner(0.5, 0.5), corner(-0.5, 0.5)];
}

/** Something like lines of print: strokes in rows, with a margin. */
export function linesOfPrint(ink = 30): (across: number, down: number) => number | undefined {
  return (across, down) => {
    if (across < 0.1 || across > 0.9 || down < 0.08 || down > 0.92) return undefined;
    const line = down * 50;
    if (line % 1 > 0.55) return undefined;
    const stroke = Math.floor(across * 240);
    return (stroke * 7 + Math.floor(line) * 13) % 5 < 2 ? ink : undefined;
  };
}

/** The picture out of focus: each pixel the mean of those within a square around it, three times. */
export function defocused(picture: Picture, radius: number): Picture {
  let { data } = picture;
  for (let pass = 0; pass < 3; pass += 1) {
    for (const [stepX, stepY] of [
      [1, 0],
      [0, 1],
    ] as const) {
      const next = new Uint8ClampedArray(data.length);
      for (let y = 0; y < picture.height; y += 1) {
        for (let x = 0; x < picture.width; x += 1) {
          let [sum, count] = [0, 0];
          for (let offset = -radius; offset <= radius; offset += 1) {
            const [fromX, fromY] = [x + offset * stepX, y + offset * stepY];
            if (fromX < 0 || fromY < 0 || fromX >= picture.width || fromY >= picture.height) continue;
            sum += data[(fromY * picture.width + fromX) * 4] ?? 0;
            count += 1;
          }
          const value = sum / count;
          next.set([value, value, value, 255], (y * picture.width + x) * 4);
        }
      }
      data = next;
    }
  }
  return { ...picture, data };
}
