import { encodeFrame } from './sdt-codec.ts';

/** SW3 of a reply, as far as it is told apart (GA 450/467). */
export const SW3 = {
  ok: 0x90,
  absentItem: 0x91,
  found: 0x9f,
  wrongChecksum: 0x10,
  wrongLength: 0x11,
  wrongCommand: 0x21,
  noPrivilege: 0x23,
  unknownCommand: 0x24,
  cardRejectsSam: 0x31,
  samRejectsCard: 0x32,
  wrongCardType: 0x40,
  readFailed: 0x41,
  selfTestFailed: 0x60,
  unauthorised: 0x66,
  notFound: 0x80,
  notSelected: 0x81,
} as const;

export type SdtReply = { readonly sw3: number; readonly data: Uint8Array };

export type SdtCommand = {
  readonly name: string;
  readonly frame: Uint8Array;
  /**
   * Whether a reply can be to this command: replies carry no number, so its shape is all that tells a late
   * one of an earlier command.
   */
  readonly fits: (reply: SdtReply) => boolean;
};

/** Text 256 and photo 1024 with their lengths before them. */
const TEXT_AND_PHOTO_BYTES = 4 + 256 + 1024;

const GOOD: ReadonlySet<number> = new Set([SW3.ok, SW3.found]);

function command(
  name: string,
  code: readonly [number, number],
  goodSw3: number,
  /** Data of a good reply; undefined where devices differ. */
  goodBytes?: number,
): SdtCommand {
  return {
    name,
    frame: encodeFrame(Uint8Array.from(code)),
    fits: ({ sw3, data }) =>
      GOOD.has(sw3) ? sw3 === goodSw3 && data.length === (goodBytes ?? data.length) : data.length === 0,
  };
}

export const sdtCommands = {
  reset: command('reset', [0x10, 0xff], SW3.ok, 0),
  status: command('status', [0x11, 0xff], SW3.ok, 0),
  find: command('find', [0x20, 0x01], SW3.found, 4),
  select: command('select', [0x20, 0x02], SW3.ok, 8),
  read: command('read', [0x30, 0x01], SW3.ok, TEXT_AND_PHOTO_BYTES),
  /** The number of the card's body. Read for nothing but to know that the card still lies there. */
  managementNumber: command('management number', [0x30, 0x05], SW3.ok),
} as const;

/** A reply's body: SW1 SW2 SW3 data. SW1 and SW2 say more about some failures and are not needed. */
export function parseReply(body: Uint8Array): SdtReply | undefined {
  const sw3 = body[2];
  return sw3 === undefined ? undefined : { sw3, data: body.subarray(3) };
}

export function encodeReply({ sw3, data }: SdtReply): Uint8Array {
  return encodeFrame(Uint8Array.from([0, 0, sw3, ...data]));
}
