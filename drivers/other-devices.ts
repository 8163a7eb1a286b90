/** What seems to be at a line where another device is looked for. */
export type DeviceHint =
  | 'LIKE_A_PRINTER'
  | 'LIKE_A_READER'
  /** Something answers, and what it says makes no sense: another device, another model or another speed. */
  | 'UNDECODABLE';

/** Sends a question of another protocol, and gives what comes back in that many milliseconds. */
export type Hear = (question: Uint8Array, waitMs: number) => Promise<Uint8Array>;

/** Printers and card modules answer at once. It delays the start of whoever asks first. */
const OTHERS_TIMEOUT_MS = 150;
/** ESC/POS real-time status 1; no other device acts upon it, and its answer is too short for any other. */
const DLE_EOT = Uint8Array.of(0x10, 0x04, 0x01);
/** GA 450/467: the status of a resident-card module, and how its answers begin. */
const SDT_STATUS = Uint8Array.of(0xaa, 0xaa, 0xaa, 0x96, 0x69, 0x00, 0x03, 0x11, 0xff, 0xed);
const SDT_PREAMBLE = SDT_STATUS.subarray(0, 5);

/** To be asked before anything else: a printer would print every other question. */
export async function answersLikePrinter(hear: Hear): Promise<boolean> {
  const [status, ...more] = await hear(DLE_EOT, OTHERS_TIMEOUT_MS);
  // Fixed bits of every real-time status; printers that clear them are not recognised, only called unknown.
  return status !== undefined && more.length === 0 && (status & 0x93) === 0x12;
}

/** Not to be asked of what may be a printer. */
export async function answersLikeReader(hear: Hear): Promise<boolean> {
  const answer = await hear(SDT_STATUS, OTHERS_TIMEOUT_MS);
  return SDT_PREAMBLE.every((byte, place) => answer[place] === byte);
}

/** For the log. */
export const hintDetails: Readonly<Record<DeviceHint, string>> = {
  LIKE_A_PRINTER: 'this answers like a printer',
  LIKE_A_READER: 'this answers like an ID-card reader',
  UNDECODABLE: 'the answers cannot be decoded: another device, another profile or another baud rate',
};
