import type { Point, Quad } from '../geometry.ts';
import { homographyBetween } from '../perspective.ts';
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
  const [a, b, c, d, e, f, g, h] = homographyBetween(corners, unit)._unsafeUnwrap();
  const data = new Uint8ClampedArray(width * height * 4);
  let state = 1;
  const random = () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647 - 0.5;
  };
  const at = (x: number, y: number) => {
    const w = g * x + h * y + 1;
    const across = (a * x + b * y + c) / w;
    const down = (d * x + e * y + f) / w;
    if (across < 0 || across > 1 || down < 0 || down > 1) return table;
    return print?.(across, down) ?? paper;
  };
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      // Four looks a pixel: edges come out grey, as in a camera.
      const seen =
        (at(x + 0.25, y + 0.25) + at(x + 0.75, y + 0.25) + at(x + 0.25, y + 0.75) + at(x + 0.75, y + 0.75)) /
        4;
      setGray(data, y * width + x, seen + 2 * noise * random());
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

/** The gray picture out of focus: each pixel the mean of those within a square around it, three times. */
export function defocused(picture: Picture, radius: number): Picture {
  const { width, height } = picture;
  let { data } = picture;
  for (let pass = 0; pass < 3; pass += 1) {
    data = blurredAlong(data, { lines: height, lineStep: width, length: width, step: 1 }, radius);
    data = blurredAlong(data, { lines: width, lineStep: 1, length: height, step: width }, radius);
  }
  return { ...picture, data };
}

/** Rows or columns of a picture, their distances in pixels. */
type Lines = {
  readonly lines: number;
  readonly lineStep: number;
  readonly length: number;
  readonly step: number;
};

function blurredAlong(data: Uint8ClampedArray, along: Lines, radius: number): Uint8ClampedArray<ArrayBuffer> {
  const blurred = new Uint8ClampedArray(data.length);
  const { lines, lineStep, length, step } = along;
  for (let line = 0; line < lines; line += 1) {
    const valueAt = (place: number): number => data[(line * lineStep + place * step) * 4] ?? 0;
    let [sum, count] = [0, 0];
    for (let place = 0; place < Math.min(radius, length); place += 1) {
      sum += valueAt(place);
      count += 1;
    }
    for (let place = 0; place < length; place += 1) {
      if (place + radius < length) {
        sum += valueAt(place + radius);
        count += 1;
      }
      if (place > radius) {
        sum -= valueAt(place - radius - 1);
        count -= 1;
      }
      setGray(blurred, line * lineStep + place * step, sum / count);
    }
  }
  return blurred;
}

function setGray(data: Uint8ClampedArray, pixel: number, value: number): void {
  data[pixel * 4] = value;
  data[pixel * 4 + 1] = value;
  data[pixel * 4 + 2] = value;
  data[pixel * 4 + 3] = 255;
}
