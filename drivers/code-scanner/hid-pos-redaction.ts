import type { StreamRedactor } from '../transport/session-recording.ts';
import type { CodePseudonyms } from './code-pseudonyms.ts';
import { createHidPosDecoder, type HidPosLayout, MAX_DATA, PLACES, withoutSuffix } from './hid-pos-codec.ts';

/** Of each report only its form stays, and of a code its kind. */
export function createHidPosRedactor(layout: HidPosLayout, pseudonymOf: CodePseudonyms): StreamRedactor {
  const start = 1 + layout.shift;
  const decoder = createHidPosDecoder(layout);
  /** Blank, and what their data was. */
  let held: { readonly report: Uint8Array; readonly data: Uint8Array }[] = [];

  const give = (): Uint8Array => {
    const given = held.flatMap(({ report }) => [...report]);
    held = [];
    return Uint8Array.from(given);
  };

  /** Puts a pseudonym in the place of the code that these reports carry. */
  const fill = () => {
    const code = Uint8Array.from(held.flatMap(({ data }) => [...data]));
    const bare = withoutSuffix(code);
    const redacted = [...pseudonymOf(bare), ...code.subarray(bare.length)];
    for (const { report, data } of held) {
      report.set(redacted.splice(0, data.length), start + PLACES.data);
    }
  };

  return {
    push: (report) => {
      const given = held.length > 0 && !sameCode(report) ? give() : new Uint8Array(0);
      const length = report[0] === layout.reportId ? (report[start + PLACES.length] ?? 0) : 0;
      const data = report.slice(start + PLACES.data, start + PLACES.data + Math.min(length, MAX_DATA));
      held.push({ report: formOf(report, start, layout.reportId), data });
      const complete = decoder.push(report).length > 0;
      if (complete) fill();
      const more = decoder.pending() ? new Uint8Array(0) : give();
      return Uint8Array.from([...given, ...more]);
    },
    flush: () => {
      decoder.flush();
      return give();
    },
  };

  /** A report of another symbol begins another code. */
  function sameCode(report: Uint8Array): boolean {
    const aim = (of: Uint8Array | undefined) =>
      of?.subarray(start + PLACES.aim, start + PLACES.data).join(' ');
    return report[0] !== layout.reportId || aim(held[0]?.report) === aim(report);
  }
}

/** The report without what it carries; of one that is none of a code only its id. */
function formOf(report: Uint8Array, start: number, reportId: number): Uint8Array {
  const form = new Uint8Array(report.length);
  form.set(report.subarray(0, 1));
  if (report[0] !== reportId) return form;
  form.set(report.subarray(0, start + PLACES.data));
  const tail = start + PLACES.vendorSymbology;
  form.set(report.subarray(tail), tail);
  return form;
}
