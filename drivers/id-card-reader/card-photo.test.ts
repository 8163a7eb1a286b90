import { expect, test } from 'vitest';
import { createPhotoDecoder } from './card-photo.ts';

const wlt = Uint8Array.from({ length: 1024 }, (_, index) => (index * 7) & 0xff);

/** A decoder as a program: hears the photo as `wlt`, and answers with what the script writes. */
function decoder(script: string, timeoutMs = 10_000) {
  const program = `
    const wlt = require('node:fs').readFileSync(0);
    const bmp = Buffer.alloc(54 + 308 * 126);
    bmp.write('BM');
    bmp.writeInt32LE(102, 18);
    bmp.writeInt32LE(126, 22);
    bmp.writeUInt16LE(24, 28);
    ${script}`;
  return createPhotoDecoder({ program: process.execPath, args: ['-e', program], timeoutMs });
}

test('the photo goes to the program, and its picture comes back', async () => {
  const picture = (await decoder('wlt.copy(bmp, 54); process.stdout.write(bmp)')(wlt))._unsafeUnwrap();
  expect(picture).toHaveLength(38_862);
  expect(picture.subarray(54, 54 + 1024)).toEqual(wlt);
});

test('rows may go from the top', async () => {
  const picture = await decoder('bmp.writeInt32LE(-126, 22); process.stdout.write(bmp)')(wlt);
  expect(picture.isOk()).toBe(true);
});

test.each([
  ['says nothing', ''],
  ['fails after a picture', 'process.stdout.write(bmp, () => process.exit(1))'],
  ['crashes', 'process.kill(process.pid, "SIGSEGV")'],
  ['gives a picture of another size', 'bmp.writeInt32LE(126, 18); process.stdout.write(bmp)'],
  ['gives no bitmap', 'bmp.write("PK"); process.stdout.write(bmp)'],
  ['gives half a picture', 'process.stdout.write(bmp.subarray(0, 20000))'],
  ['does not stop writing', 'setInterval(() => process.stdout.write(bmp), 1)'],
])('a program that %s is PHOTO_DECODER_FAILED', async (_, script) => {
  expect((await decoder(script)(wlt))._unsafeUnwrapErr()).toBe('PHOTO_DECODER_FAILED');
});

test('a program that does not come to an end is ended', async () => {
  const ended = await decoder('setInterval(() => {}, 1000)', 300)(wlt);
  expect(ended._unsafeUnwrapErr()).toBe('PHOTO_DECODER_TIMEOUT');
});

test('a program that is not there is PHOTO_DECODER_MISSING', async () => {
  const missing = createPhotoDecoder({ program: '/nowhere/wlt-decoder' });
  expect((await missing(wlt))._unsafeUnwrapErr()).toBe('PHOTO_DECODER_MISSING');
});
