/** Pixels as a canvas gives them: red, green, blue, opacity, each 0–255, row by row from the upper left. */
export type Picture = {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
};

/** Brightness 0–255 of each pixel, row by row. */
export type GrayPicture = {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
};

/**
 * Brightness of a picture (ITU-R BT.601), made smaller so that its longer side has at most so many pixels. Each
 * pixel is the mean of the whole pixels it stands for, so that print does not turn into noise.
 */
export function grayOf(picture: Picture, longestSide: number): GrayPicture {
  const { data } = picture;
  const scale = Math.min(1, longestSide / Math.max(picture.width, picture.height));
  const width = Math.max(1, Math.round(picture.width * scale));
  const height = Math.max(1, Math.round(picture.height * scale));
  const gray = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    const top = Math.floor((y * picture.height) / height);
    const bottom = Math.max(top + 1, Math.floor(((y + 1) * picture.height) / height));
    for (let x = 0; x < width; x += 1) {
      const left = Math.floor((x * picture.width) / width);
      const right = Math.max(left + 1, Math.floor(((x + 1) * picture.width) / width));
      let sum = 0;
      for (let row = top; row < bottom; row += 1) {
        for (let at = (row * picture.width + left) * 4; at < (row * picture.width + right) * 4; at += 4) {
          sum += 299 * (data[at] ?? 0) + 587 * (data[at + 1] ?? 0) + 114 * (data[at + 2] ?? 0);
        }
      }
      gray[y * width + x] = Math.round(sum / (1000 * (bottom - top) * (right - left)));
    }
  }
  return { width, height, data: gray };
}
