import { encodeFrame } from './sdt-codec.ts';
import { holdsReading } from './sdt-reading-layout.ts';
import { isAboutCard, refusalOf } from './sdt-refusals.ts';

/** The third status byte of replies, where it is told or asked by name; `sdt-refusals.ts` has them all. */
export const SW3 = {
  ok: 0x90,
  found: 0x9f,
  wrongChecksum: 0x10,
  unknownCommand: 0x24,
  readFailed: 0x41,
  selfTestFailed: 0x60,
  unauthorised: 0x66,
  notFound: 0x80,
  notSelected: 0x81,
  itemAbsent: 0x91,
} as const;

export type SdtReply = {
  readonly sw3: number;
  readonly data: Uint8Array;
  /** SW1 and SW2 as one number: says more about some failures, to the maker of the module. */
  readonly sw12?: number;
};

export type SdtCommand = {
  readonly name: string;
  readonly frame: Uint8Array;
  /**
   * Whether a reply can be to this command: replies carry no number, so its shape is all that tells a late
   * one of an earlier command.
   */
  readonly fits: (reply: SdtReply) => boolean;
};

/** Of the card's newest address, 35 characters. */
export const APPENDED_ADDRESS_BYTES = 70;
const SAM_ID_BYTES = 16;

const GOOD: ReadonlySet<number> = new Set([SW3.ok, SW3.found]);

type Shape = (data: Uint8Array) => boolean;
const bytes =
  (count: number): Shape =>
  ({ length }) =>
    length === count;
/** Devices differ. */
const anything: Shape = () => true;

function command(
  name: string,
  code: readonly [number, number],
  goodSw3: number,
  goodShape: Shape,
  mayRefuse: (sw3: number) => boolean = () => true,
): SdtCommand {
  return {
    name,
    frame: encodeFrame(Uint8Array.from(code)),
    fits: ({ sw3, data }) =>
      GOOD.has(sw3) ? sw3 === goodSw3 && goodShape(data) : data.length === 0 && mayRefuse(sw3),
  };
}

const ofModule = (sw3: number) => !isAboutCard(refusalOf(sw3));

export const sdtCommands = {
  reset: command('reset', [0x10, 0xff], SW3.ok, bytes(0), ofModule),
  status: command('status', [0x11, 0xff], SW3.ok, bytes(0), ofModule),
  samId: command('SAM id', [0x12, 0xff], SW3.ok, bytes(SAM_ID_BYTES), ofModule),
  find: command('find', [0x20, 0x01], SW3.found, bytes(4)),
  select: command('select', [0x20, 0x02], SW3.ok, bytes(8)),
  read: command('read', [0x30, 0x01], SW3.ok, holdsReading),
  appendedAddress: command('appended address', [0x30, 0x03], SW3.ok, bytes(APPENDED_ADDRESS_BYTES)),
  /** The number of the card's body. Read for nothing but to know that the same card still lies there. */
  managementNumber: command('management number', [0x30, 0x05], SW3.ok, anything),
  /** For modules that answer nothing else; the fingerprint is dropped where it comes in. */
  readWithFingerprint: command('read with fingerprint', [0x30, 0x10], SW3.ok, holdsReading),
} as const;

/** A reply's body: SW1 SW2 SW3 data. */
export function parseReply(body: Uint8Array): SdtReply | undefined {
  const [sw1, sw2, sw3] = body;
  if (sw1 === undefined || sw2 === undefined || sw3 === undefined) return undefined;
  return { sw3, data: body.subarray(3), sw12: (sw1 << 8) | sw2 };
}

export function encodeReply({ sw3, data, sw12 = 0 }: SdtReply): Uint8Array {
  return encodeFrame(Uint8Array.from([sw12 >> 8, sw12 & 0xff, sw3, ...data]));
}

/**
 * The id of a module as it is printed on it, of the 16 bytes that it tells: two numbers of 16 and three of 32
 * bits, little-endian, the first two padded to two digits and the last two to nine.
 */
export function formatSamId(data: Uint8Array): string {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const short = (at: number) => String(view.getUint16(at, true)).padStart(2, '0');
  const long = (at: number, digits: number) => String(view.getUint32(at, true)).padStart(digits, '0');
  return `${short(0)}.${short(2)}-${long(4, 8)}-${long(8, 9)}-${long(12, 9)}`;
}
