/**
 * Readers that are HID devices (10C4:0007 and its likes) carry each SDT frame in a packet over reports of 64
 * bytes: marker, number of two bytes, length, B1, the frame, and the sum of all that; what is over of the last
 * report is zero. Integers are little-endian; the length counts B1 and the frame.
 */
export const WRAP_MARKERS = { toModule: 0x88, fromModule: 0xaa } as const;
type WrapMarker = (typeof WRAP_MARKERS)[keyof typeof WRAP_MARKERS];

export const REPORT_BYTES = 64;
const WRAPS_SDT = 0xb1;
const HEADER_BYTES = 6;
const SUM_BYTES = 2;
/** The longest SDT frame known, 2321 bytes, with room. */
const MAX_PACKET_BYTES = 2624;

/** A packet as reports, without report ids. `number` is 16 bits and comes back in the answer. */
export function encodeWrapped(marker: WrapMarker, number: number, frame: Uint8Array): Uint8Array[] {
  const packetBytes = HEADER_BYTES + frame.length + SUM_BYTES;
  const packet = new Uint8Array(Math.ceil(packetBytes / REPORT_BYTES) * REPORT_BYTES);
  const view = new DataView(packet.buffer);
  packet[0] = marker;
  view.setUint16(1, number, true);
  view.setUint16(3, frame.length + 1, true);
  packet[5] = WRAPS_SDT;
  packet.set(frame, HEADER_BYTES);
  view.setUint16(packetBytes - SUM_BYTES, sum(packet.subarray(0, packetBytes - SUM_BYTES)), true);
  return Array.from({ length: packet.length / REPORT_BYTES }, (_, index) =>
    packet.slice(index * REPORT_BYTES, (index + 1) * REPORT_BYTES),
  );
}

export type Wrapped = { readonly number: number; readonly frame: Uint8Array };

export type WrapDecoder = {
  /** The packet that this report completes. */
  readonly push: (report: Uint8Array) => Wrapped | undefined;
};

/**
 * Finds packets among reports. Any report may be the first of a packet, so that one that was damaged or cut
 * short never swallows the next.
 */
export function createWrapDecoder(marker: WrapMarker): WrapDecoder {
  let reports: readonly Uint8Array[] = [];

  return {
    push: (report) => {
      reports = [...reports, report];
      let bytes = 0;
      for (let first = reports.length - 1; first >= 0; first -= 1) {
        bytes += reports[first]?.length ?? 0;
        if (bytes > MAX_PACKET_BYTES + REPORT_BYTES) {
          reports = reports.slice(first + 1);
          return undefined;
        }
        const packet = packetFrom(marker, reports, first, bytes);
        if (packet === undefined) continue;
        reports = [];
        return packet;
      }
      return undefined;
    },
  };
}

/** The packet that begins with the report at `first` and ends in the last one. */
function packetFrom(
  marker: WrapMarker,
  reports: readonly Uint8Array[],
  first: number,
  bytes: number,
): Wrapped | undefined {
  const [head, last] = [reports[first], reports.at(-1)];
  if (head === undefined || last === undefined) return undefined;
  if (head.length < HEADER_BYTES || head[0] !== marker || head[5] !== WRAPS_SDT) return undefined;
  const header = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const packetBytes = HEADER_BYTES - 1 + header.getUint16(3, true) + SUM_BYTES;
  const endsHere = packetBytes <= bytes && packetBytes > bytes - last.length;
  if (!endsHere || packetBytes < HEADER_BYTES + SUM_BYTES) return undefined;
  // A short report was cut off: what follows it must not be taken for its rest, however well the sum fits.
  if (reports.slice(first, -1).some(({ length }) => length < REPORT_BYTES)) return undefined;

  const packet = new Uint8Array(bytes);
  let at = 0;
  for (const report of reports.slice(first)) {
    packet.set(report, at);
    at += report.length;
  }
  const end = packetBytes - SUM_BYTES;
  if (new DataView(packet.buffer).getUint16(end, true) !== sum(packet.subarray(0, end))) return undefined;
  return { number: header.getUint16(1, true), frame: packet.slice(HEADER_BYTES, end) };
}

function sum(bytes: Uint8Array): number {
  let total = 0;
  for (const byte of bytes) total += byte;
  return total & 0xffff;
}
