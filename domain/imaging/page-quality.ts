import { type GrayPicture, grayOf, type Picture } from './picture.ts';

export type PageQuality = {
  /** How bright its paper is, 0–255. */
  readonly paper: number;
  /**
   * How steep its edges are: the variance of the Laplacian against the variance of the brightness itself, so that
   * neither the exposure nor the amount of print counts. Undefined for a page with hardly anything on it.
   */
  readonly sharpness: number | undefined;
};

export type QualityWarning = 'dark' | 'blurred';

/** Print of 10 points has strokes of 1 to 2 pixels then; what is sharp here can be read. */
const JUDGED_SIDE = 1600;
const BLOCK = 16;
/** A block without print is noise and nothing else. */
const LEAST_BLOCK_VARIANCE = 120;
const LEAST_BLOCKS = 12;
/** Paper under good light is above 180; below this grey print and stamps drown. */
const DARK_BELOW = 105;
/** What a sensor makes of no light is noise up to some 15. */
const BLACK_BELOW = 24;
/** Print in focus, of any size, measures 0.6 and more; out of focus by one and a half pixels 0.25 and less. */
const BLURRED_BELOW = 0.35;

/** Measures a page that fills its picture. */
export function pageQuality(page: Picture): PageQuality {
  const gray = grayOf(page, JUDGED_SIDE);
  return { paper: paperOf(gray), sharpness: sharpnessOf(gray) };
}

/** What should be told to the person before the picture is used. */
export function qualityWarnings({ paper, sharpness }: PageQuality): QualityWarning[] {
  const dark = paper < DARK_BELOW;
  const blurred = sharpness !== undefined && sharpness < BLURRED_BELOW;
  return [...(dark ? (['dark'] as const) : []), ...(blurred ? (['blurred'] as const) : [])];
}

/** Whether a picture shows nothing: a covered lens, or a room without light. A dark mat under any light is brighter. */
export function isBlack(picture: Picture): boolean {
  const { data } = grayOf(picture, JUDGED_SIDE);
  return (data.toSorted()[Math.floor(data.length * 0.98)] ?? 0) < BLACK_BELOW;
}

/** The brightness that a fifth of the page exceeds: paper, on however full a page. */
function paperOf({ data }: GrayPicture): number {
  return data.toSorted()[Math.floor(data.length * 0.8)] ?? 0;
}

/**
 * What a fifth of all blocks with print exceed: large letters have few edges. The quietest blocks are plain paper,
 * and what edges they have is the camera's noise, which all blocks have.
 */
function sharpnessOf(gray: GrayPicture): number | undefined {
  const blocks: ReturnType<typeof blockAt>[] = [];
  for (let y = 1; y + BLOCK < gray.height; y += BLOCK) {
    for (let x = 1; x + BLOCK < gray.width; x += BLOCK) blocks.push(blockAt(gray, x, y));
  }
  const noise = share(
    blocks.map(({ laplacian }) => laplacian),
    0.1,
  );
  const printed = blocks.filter(({ variance }) => variance >= LEAST_BLOCK_VARIANCE);
  if (printed.length < LEAST_BLOCKS || noise === undefined) return undefined;
  return share(
    printed.map(({ variance, laplacian }) => Math.max(0, laplacian - noise) / variance),
    0.8,
  );
}

/** The value that so great a share of all values does not exceed. */
function share(values: readonly number[], part: number): number | undefined {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length * part)];
}

/** Variances of the brightness and of its Laplacian in one block. */
function blockAt({ data, width }: GrayPicture, left: number, top: number) {
  let [sum, squares, edges, edgeSquares] = [0, 0, 0, 0];
  for (let y = top; y < top + BLOCK; y += 1) {
    for (let at = y * width + left; at < y * width + left + BLOCK; at += 1) {
      const value = data[at] ?? 0;
      const around =
        (data[at - 1] ?? 0) + (data[at + 1] ?? 0) + (data[at - width] ?? 0) + (data[at + width] ?? 0);
      const edge = around - 4 * value;
      sum += value;
      squares += value * value;
      edges += edge;
      edgeSquares += edge * edge;
    }
  }
  const count = BLOCK * BLOCK;
  return {
    variance: squares / count - (sum / count) ** 2,
    laplacian: edgeSquares / count - (edges / count) ** 2,
  };
}
