import type { ScanDecoder, ScanMessage } from './scan-codec.ts';

/**
 * USB HID Point of Sale, usage page 8C, usage 2: a scanned-data report. Places behind the report id.
 */
export const PLACES = { length: 0, aim: 1, data: 4, vendorSymbology: 60, more: 62 } as const;
export const AIM_BYTES = 3;
export const MAX_DATA = PLACES.vendorSymbology - PLACES.data;
const REPORT_BYTES = PLACES.more + 1;
/** As for a serial line: no symbol holds more. */
const MAX_CODE_BYTES = 8192;

export type HidPosLayout = {
  /** Reports with another id are none of a code (settings, statistics). */
  readonly reportId: number;
  /** One vendor puts a byte of its own behind the report id. */
  readonly shift: 0 | 1;
};

/** Joins the reports of a code. A report that cannot be one drops the code it stands in. */
export function createHidPosDecoder({ reportId, shift }: HidPosLayout): ScanDecoder {
  const start = 1 + shift;
  let parts: Uint8Array[] = [];
  let bytesSoFar = 0;
  let aim = '';

  const reset = () => {
    parts = [];
    bytesSoFar = 0;
  };

  return {
    push: (report) => {
      if (report[0] !== reportId) return [];
      const body = report.subarray(start);
      const length = body[PLACES.length] ?? 0;
      if (body.length < REPORT_BYTES - shift || length > MAX_DATA || bytesSoFar + length > MAX_CODE_BYTES) {
        reset();
        return [];
      }
      const reportAim = String.fromCharCode(...body.subarray(PLACES.aim, PLACES.aim + AIM_BYTES));
      // The rest of the code before has gone missing: this one is another.
      if (parts.length > 0 && reportAim !== aim) reset();
      aim = reportAim;
      parts.push(body.slice(PLACES.data, PLACES.data + length));
      bytesSoFar += length;
      // A shifted report of the ordinary size ends before the flag's shifted place.
      const more = body[Math.min(PLACES.more, body.length - 1)] ?? 0;
      if ((more & 0x01) === 1) return [];
      const code = withoutSuffix(join(parts, bytesSoFar));
      reset();
      const messages: ScanMessage[] = code.length > 0 ? [{ kind: 'code', bytes: code, aim }] : [];
      return messages;
    },
    flush: () => {
      reset();
      return [];
    },
    pending: () => parts.length > 0,
  };
}

function join(parts: readonly Uint8Array[], length: number): Uint8Array {
  const joined = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** A suffix meant for a keyboard is kept by some scanners in this mode too. */
export function withoutSuffix(code: Uint8Array): Uint8Array {
  let end = code.length;
  while (end > 0 && [0x09, 0x0a, 0x0d].includes(code[end - 1] ?? 0)) end -= 1;
  return code.subarray(0, end);
}

/** The reports that carry a code. */
export function encodeHidPosReports(
  { reportId, shift }: HidPosLayout,
  code: Uint8Array,
  aim = ']Q1',
): Uint8Array[] {
  const reports: Uint8Array[] = [];
  for (let at = 0; at === 0 || at < code.length; at += MAX_DATA) {
    const part = code.subarray(at, at + MAX_DATA);
    const report = new Uint8Array(1 + shift + REPORT_BYTES);
    const body = report.subarray(1 + shift);
    report[0] = reportId;
    body[PLACES.length] = part.length;
    body.set(new TextEncoder().encode(aim).subarray(0, AIM_BYTES), PLACES.aim);
    body.set(part, PLACES.data);
    body[PLACES.more] = at + MAX_DATA < code.length ? 1 : 0;
    reports.push(report);
  }
  return reports;
}
