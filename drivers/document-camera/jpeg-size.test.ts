import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sizeOfJpeg } from './jpeg-size.ts';
import { pictureOf } from './papers.ts';

test('the size stands in the header, behind whatever a camera writes before it', () => {
  const jpeg = pictureOf('page');
  expect(sizeOfJpeg(jpeg)).toEqual({ widthPixels: 1280, heightPixels: 960 });
  const comment = Uint8Array.of(0xff, 0xfe, 0x00, 0x06, 0xff, 0xc0, 0x00, 0x11, 0xff, 0xff);
  const more = Uint8Array.from([...jpeg.subarray(0, 2), ...comment.subarray(0, 8), ...jpeg.subarray(2)]);
  expect(sizeOfJpeg(more)).toEqual({ widthPixels: 1280, heightPixels: 960 });
});

test('what is cut off or no JPEG has no size, and no bytes make it fail', () => {
  expect(sizeOfJpeg(new Uint8Array(0))).toBeUndefined();
  expect(sizeOfJpeg(new TextEncoder().encode('not a picture at all'))).toBeUndefined();
  const jpeg = pictureOf('page');
  fc.assert(
    fc.property(fc.nat({ max: 400 }), fc.uint8Array({ maxLength: 40 }), (at, noise) => {
      const spoiled = Uint8Array.from([...jpeg.subarray(0, at), ...noise]);
      const size = sizeOfJpeg(spoiled);
      expect(size === undefined || (size.widthPixels > 0 && size.heightPixels > 0)).toBe(true);
    }),
  );
});
