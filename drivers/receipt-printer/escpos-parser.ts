import type { Alignment } from '#domain/printing/receipt-document.ts';
import {
  type IdentityField,
  identityField,
  type StatusQuestion,
  type TurnQuestion,
} from './escpos-commands.ts';

/** The printer's side of the commands: what `escpos-commands.ts` builds and what other programs send. */
export type Command =
  | { readonly kind: 'initialise' }
  | { readonly kind: 'chinese'; readonly on: boolean }
  | { readonly kind: 'align'; readonly alignment: Alignment }
  | { readonly kind: 'size'; readonly width: number; readonly height: number }
  | { readonly kind: 'bold'; readonly on: boolean }
  | { readonly kind: 'line-feed' }
  | { readonly kind: 'feed-lines'; readonly lines: number }
  | { readonly kind: 'feed-dots'; readonly dots: number }
  | { readonly kind: 'cut'; readonly feedDots: number }
  | { readonly kind: 'qr-module'; readonly dots: number }
  | { readonly kind: 'qr-store'; readonly data: Uint8Array }
  | { readonly kind: 'qr-print' }
  | {
      readonly kind: 'raster';
      readonly widthDots: number;
      readonly heightDots: number;
      readonly bits: Uint8Array;
    }
  | { readonly kind: 'barcode-height'; readonly dots: number }
  | { readonly kind: 'barcode'; readonly data: Uint8Array }
  | { readonly kind: 'black-mark' }
  | { readonly kind: 'present'; readonly seconds: number | undefined }
  | { readonly kind: 'retract' }
  | { readonly kind: 'eject' }
  | { readonly kind: 'marker'; readonly question: TurnQuestion }
  | { readonly kind: 'identity'; readonly field: IdentityField }
  | { readonly kind: 'automatic-status'; readonly on: boolean }
  | { readonly kind: 'character'; readonly bytes: Uint8Array }
  /** Understood by other printers, or by none: passed over. */
  | { readonly kind: 'unknown' };

export type Parsed = { readonly command: Command; readonly length: number };

const ESC = 0x1b;
const GS = 0x1d;
const FS = 0x1c;
const DLE = 0x10;
const ALIGNMENTS = ['left', 'center', 'right'] as const;

/** The command that the bytes begin with, or undefined while it is not complete. */
export function parseCommand(bytes: Uint8Array, chinese: boolean, fourBytes = false): Parsed | undefined {
  const [first, second, third, fourth] = bytes;
  if (first === undefined) return undefined;
  switch (first) {
    case 0x0a:
      return done({ kind: 'line-feed' }, 1);
    case ESC:
      return second === undefined ? undefined : parseEsc(second, third);
    case FS:
      if (second === undefined) return undefined;
      return done(second === 0x26 || second === 0x2e ? { kind: 'chinese', on: second === 0x26 } : UNKNOWN, 2);
    case GS:
      return second === undefined ? undefined : parseGs(bytes, second, third, fourth);
    default:
      return parseCharacter(bytes, chinese, fourBytes);
  }
}

/** @param fourBytes the firmware knows all of GB18030, whose longer codes have a digit as their second byte */
function parseCharacter(bytes: Uint8Array, chinese: boolean, fourBytes: boolean): Parsed | undefined {
  const [first = 0, second] = bytes;
  if (first < 0x20 || first === 0x7f) return done(UNKNOWN, 1);
  if (!chinese || first <= 0x80 || first === 0xff)
    return done({ kind: 'character', bytes: bytes.slice(0, 1) }, 1);
  if (second === undefined) return undefined;
  const length = fourBytes && second >= 0x30 && second <= 0x39 ? 4 : 2;
  return bytes.length < length
    ? undefined
    : done({ kind: 'character', bytes: bytes.slice(0, length) }, length);
}

function parseEsc(second: number, third: number | undefined): Parsed | undefined {
  if (second === 0x40) return done({ kind: 'initialise' }, 2);
  if (second === 0x32) return done(UNKNOWN, 2);
  if (second === 0x76) return done({ kind: 'marker', question: 'ESC v' }, 2);
  if (third === undefined) return undefined;
  switch (second) {
    case 0x61:
      return done({ kind: 'align', alignment: ALIGNMENTS[third % 48] ?? 'left' }, 3);
    case 0x45:
      return done({ kind: 'bold', on: (third & 1) === 1 }, 3);
    case 0x64:
      return done({ kind: 'feed-lines', lines: third }, 3);
    case 0x4a:
      return done({ kind: 'feed-dots', dots: third }, 3);
    default:
      return done(UNKNOWN, 3);
  }
}

function parseGs(
  bytes: Uint8Array,
  second: number,
  third: number | undefined,
  fourth: number | undefined,
): Parsed | undefined {
  if (second === 0x0c) return done({ kind: 'black-mark' }, 2);
  if (third === undefined) return undefined;
  switch (second) {
    case 0x65:
      return parsePresenter(bytes);
    case 0x68:
      return done({ kind: 'barcode-height', dots: third }, 3);
    case 0x6b:
      return parseBarcode(bytes);
    case 0x49: {
      const field = identityField(third);
      return done(
        field === undefined ? { kind: 'marker', question: 'GS I' } : { kind: 'identity', field },
        3,
      );
    }
    case 0x21:
      return done({ kind: 'size', width: ((third >> 4) & 7) + 1, height: (third & 7) + 1 }, 3);
    case 0x72:
      return done({ kind: 'marker', question: 'GS r' }, 3);
    case 0x61:
      return done({ kind: 'automatic-status', on: third !== 0 }, 3);
    case 0x56:
      if (third < 65) return done({ kind: 'cut', feedDots: 0 }, 3);
      return fourth === undefined ? undefined : done({ kind: 'cut', feedDots: fourth }, 4);
    case 0x28:
      return parseExtended(bytes);
    case 0x76:
      return parseRaster(bytes);
    default:
      return done(UNKNOWN, 3);
  }
}

/** `GS e`: retract, present, eject, present with a time of the printer's own. */
function parsePresenter(bytes: Uint8Array): Parsed | undefined {
  const [, , operation, , seconds] = bytes;
  switch (operation) {
    case 0x02:
      return done({ kind: 'retract' }, 3);
    case 0x05:
      return done({ kind: 'eject' }, 3);
    case 0x03:
      return bytes.length < 4 ? undefined : done({ kind: 'present', seconds: undefined }, 4);
    case 0x20:
      return seconds === undefined ? undefined : done({ kind: 'present', seconds }, 5);
    default:
      return done(UNKNOWN, 3);
  }
}

/** Of the kinds of bar code, CODE128 with a length is understood. */
function parseBarcode(bytes: Uint8Array): Parsed | undefined {
  const [, , symbology, count] = bytes;
  if (symbology !== 0x49) return done(UNKNOWN, 3);
  if (count === undefined || bytes.length < 4 + count) return undefined;
  return done({ kind: 'barcode', data: bytes.slice(4, 4 + count) }, 4 + count);
}

/** `GS ( x pL pH …`: the length is told, so even an unknown one is passed over whole. */
function parseExtended(bytes: Uint8Array): Parsed | undefined {
  const [, , family, low, high] = bytes;
  if (low === undefined || high === undefined) return undefined;
  const length = 5 + low + high * 256;
  if (bytes.length < length) return undefined;
  const [symbol, operation, argument] = bytes.slice(5, length);
  if (family !== 0x6b || symbol !== 0x31) return done(UNKNOWN, length);
  if (operation === 0x43) return done({ kind: 'qr-module', dots: argument ?? 3 }, length);
  if (operation === 0x50) return done({ kind: 'qr-store', data: bytes.slice(8, length) }, length);
  if (operation === 0x51) return done({ kind: 'qr-print' }, length);
  return done(UNKNOWN, length);
}

function parseRaster(bytes: Uint8Array): Parsed | undefined {
  const [, , , , xLow, xHigh, yLow, yHigh] = bytes;
  if (xLow === undefined || xHigh === undefined || yLow === undefined || yHigh === undefined)
    return undefined;
  const widthBytes = xLow + xHigh * 256;
  const heightDots = yLow + yHigh * 256;
  const length = 8 + widthBytes * heightDots;
  if (bytes.length < length) return undefined;
  return done(
    { kind: 'raster', widthDots: widthBytes * 8, heightDots, bits: bytes.slice(8, length) },
    length,
  );
}

const UNKNOWN: Command = { kind: 'unknown' };

function done(command: Command, length: number): Parsed {
  return { command, length };
}

export type RealTimeCommand =
  | { readonly kind: 'status'; readonly question: StatusQuestion }
  | { readonly kind: 'full-status' }
  | { readonly kind: 'clear' };

export type RealTimeListener = {
  readonly onCommand: (command: RealTimeCommand) => void;
  readonly onData: (bytes: number[]) => void;
};

const CLEAR = [DLE, 0x14, 0x08, 0x01, 0x03, 0x14, 0x01, 0x06, 0x02, 0x08] as const;

/**
 * Picks the real-time commands out of what arrives, before it is buffered, as printers do: even inside the
 * data of another command.
 */
export function createRealTimeScanner({ onCommand, onData }: RealTimeListener): (bytes: Uint8Array) => void {
  let held: number[] = [];

  const accept = (byte: number) => {
    held = [...held, byte];
    const [first, second, third] = held;
    if (first !== DLE) return release();
    if (second === undefined) return;
    if (second === 0x04) {
      if (third === undefined) return;
      if (third === 0x14) {
        held = [];
        onCommand({ kind: 'full-status' });
        return;
      }
      if (!isQuestion(third)) return release();
      held = [];
      onCommand({ kind: 'status', question: third });
      return;
    }
    if (held.some((value, index) => value !== CLEAR[index])) return release();
    if (held.length < CLEAR.length) return;
    held = [];
    onCommand({ kind: 'clear' });
  };

  /** No real-time command after all; the last byte may still begin one. */
  const release = () => {
    const last = held.at(-1);
    const startsAnew = last === DLE && held.length > 1;
    onData(startsAnew ? held.slice(0, -1) : held);
    held = startsAnew ? [DLE] : [];
  };

  return (bytes) => {
    for (const byte of bytes) accept(byte);
  };
}

function isQuestion(value: number): value is StatusQuestion {
  return value >= 1 && value <= 4;
}
