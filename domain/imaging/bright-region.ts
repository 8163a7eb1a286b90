import type { Point } from './geometry.ts';
import type { GrayPicture } from './picture.ts';

/** Paper on the mat is far brighter than the mat; less apart than this and there is no telling. */
const LEAST_CONTRAST = 40;

export type BrightRegion = {
  /** Pixels of the region, holes filled in only as far as its outline goes. */
  readonly pixels: number;
  /** The first and the last pixel of the region in each row and column. */
  readonly rim: readonly Point[];
};

/** The largest connected region that is bright against the rest; undefined where nothing stands out. */
export function brightRegion(picture: GrayPicture): BrightRegion | undefined {
  const threshold = otsuThreshold(picture.data);
  if (threshold === undefined) return undefined;
  const { width, height, data } = picture;
  /** 0 dark or not visited; afterwards the number of the region. */
  const region = new Int32Array(data.length);
  const stack: number[] = [];
  let [regions, largest, largestPixels] = [0, 0, 0];
  for (let seed = 0; seed < data.length; seed += 1) {
    if (region[seed] !== 0 || (data[seed] ?? 0) <= threshold) continue;
    regions += 1;
    let pixels = 0;
    const visit = (at: number) => {
      if (region[at] !== 0 || (data[at] ?? 0) <= threshold) return;
      region[at] = regions;
      stack.push(at);
    };
    visit(seed);
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      pixels += 1;
      const x = at % width;
      if (x > 0) visit(at - 1);
      if (x < width - 1) visit(at + 1);
      if (at >= width) visit(at - width);
      if (at < data.length - width) visit(at + width);
    }
    if (pixels > largestPixels) [largest, largestPixels] = [regions, pixels];
  }
  return { pixels: largestPixels, rim: rimOf(region, largest, width, height) };
}

function rimOf(region: Int32Array, wanted: number, width: number, height: number): Point[] {
  const rim: Point[] = [];
  for (let y = 0; y < height; y += 1) {
    const row = region.subarray(y * width, (y + 1) * width);
    const first = row.indexOf(wanted);
    if (first < 0) continue;
    // The edge itself runs between pixels.
    rim.push({ x: first, y: y + 0.5 }, { x: row.lastIndexOf(wanted) + 1, y: y + 0.5 });
  }
  for (let x = 0; x < width; x += 1) {
    let [first, last] = [-1, -1];
    for (let y = 0; y < height; y += 1) {
      if (region[y * width + x] !== wanted) continue;
      if (first < 0) first = y;
      last = y;
    }
    if (first >= 0) rim.push({ x: x + 0.5, y: first }, { x: x + 0.5, y: last + 1 });
  }
  return rim;
}

/**
 * The brightness that parts a picture best into dark and bright (N. Otsu, 1979); undefined where the two parts
 * are about equally bright.
 */
function otsuThreshold(data: Uint8Array): number | undefined {
  const counts = Array.from({ length: 256 }, () => 0);
  for (const value of data) counts[value] = (counts[value] ?? 0) + 1;
  const total = data.length;
  const sum = counts.reduce((all, count, value) => all + count * value, 0);
  let [below, sumBelow, best, threshold, contrast] = [0, 0, 0, 0, 0];
  for (const [value, count] of counts.entries()) {
    below += count;
    sumBelow += count * value;
    const above = total - below;
    if (below === 0 || above === 0) continue;
    const apart = (sum - sumBelow) / above - sumBelow / below;
    const between = below * above * apart ** 2;
    if (between > best) [best, threshold, contrast] = [between, value, apart];
  }
  return contrast >= LEAST_CONTRAST ? threshold : undefined;
}
