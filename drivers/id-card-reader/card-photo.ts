import { spawn } from 'node:child_process';
import { err, ok, type Result } from 'neverthrow';

/** Decoding takes tens of milliseconds; a decoder that shows a message box would take for ever. */
const DECODE_TIMEOUT_MS = 3000;

/** The photo on every card. */
const WIDTH = 102;
const HEIGHT = 126;
const BMP_HEADER_BYTES = 54;
const BITS_PER_PIXEL = 24;
/** Rows of a bitmap begin at multiples of four bytes. */
const ROW_BYTES = Math.ceil((WIDTH * BITS_PER_PIXEL) / 32) * 4;
const BMP_BYTES = BMP_HEADER_BYTES + ROW_BYTES * HEIGHT;

/** MISSING: the program cannot be started. FAILED: it gave no photo. */
export type PhotoDecoderError = 'PHOTO_DECODER_MISSING' | 'PHOTO_DECODER_FAILED' | 'PHOTO_DECODER_TIMEOUT';

/** Makes a picture, 102×126 BMP of 24 bits, of the WLT-compressed photo of a card. */
export type PhotoDecoder = (wlt: Uint8Array) => Promise<Result<Uint8Array, PhotoDecoderError>>;

export type PhotoDecoderOptions = {
  readonly program: string;
  readonly args?: readonly string[] | undefined;
  /** Milliseconds until the program is ended. */
  readonly timeoutMs?: number;
};

/**
 * WLT is decoded by libraries of the readers' vendors only, most of them of 32 bits and free to crash: so the
 * plug-in is a program of its own, which reads the photo of the card (1024 bytes) from standard input and writes
 * the BMP to standard output. Nothing is written to a disk. Without one the photo stays as it came.
 */
export function createPhotoDecoder(options: PhotoDecoderOptions): PhotoDecoder {
  const { program, args = [], timeoutMs = DECODE_TIMEOUT_MS } = options;
  return (wlt) =>
    new Promise((resolve) => {
      const decoder = spawn(program, args, { stdio: ['pipe', 'pipe', 'ignore'], windowsHide: true });
      const chunks: Buffer[] = [];
      let bytes = 0;
      const end = (result: Result<Uint8Array, PhotoDecoderError>) => {
        clearTimeout(timer);
        decoder.kill('SIGKILL');
        resolve(result);
      };
      const timer = setTimeout(() => end(err('PHOTO_DECODER_TIMEOUT')), timeoutMs);
      decoder.on('error', () => end(err('PHOTO_DECODER_MISSING')));
      // A program that does not read its input closes the pipe; what it writes decides.
      decoder.stdin.on('error', () => {});
      decoder.stdin.end(wlt);
      decoder.stdout.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > BMP_BYTES) end(err('PHOTO_DECODER_FAILED'));
        else chunks.push(chunk);
      });
      decoder.on('close', (code) => {
        const picture = Uint8Array.from(Buffer.concat(chunks));
        end(code === 0 && isPhoto(picture) ? ok(picture) : err('PHOTO_DECODER_FAILED'));
      });
    });
}

function isPhoto(picture: Uint8Array): boolean {
  if (picture.length !== BMP_BYTES || picture[0] !== 0x42 || picture[1] !== 0x4d) return false;
  const header = new DataView(picture.buffer);
  return (
    header.getInt32(18, true) === WIDTH &&
    // Below zero when the rows go from the top.
    Math.abs(header.getInt32(22, true)) === HEIGHT &&
    header.getUint16(28, true) === BITS_PER_PIXEL
  );
}
