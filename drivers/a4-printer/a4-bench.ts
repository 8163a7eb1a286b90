import type { DeviceState } from '../device.ts';
import type { A4Fault, A4Job, A4Printer } from './a4-printer.ts';

/** Resolves when the printer is in that state, with that fault where one is named. */
export function reach(printer: A4Printer, state: DeviceState, fault?: A4Fault): Promise<void> {
  return new Promise((resolve) => {
    let end = () => {};
    const check = () => {
      const status = printer.status();
      if (status.state !== state || (fault !== undefined && status.faults[0] !== fault)) return;
      end();
      resolve();
    };
    end = printer.onStatus(check);
    check();
  });
}

/** Follows a job until it is as asked, and gives all that was told until then. */
export function untilJob(
  printer: A4Printer,
  jobId: string,
  wanted: (job: A4Job) => boolean,
): Promise<A4Job[]> {
  return new Promise((resolve) => {
    const told: A4Job[] = [];
    const end = printer.follow(jobId, (job) => {
      told.push(job);
      if (!wanted(job)) return;
      end();
      resolve(told);
    });
  });
}

/** One empty A4 page, the smallest that spoolers print. */
export function emptyPage(): Uint8Array {
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>',
  ];
  let text = '%PDF-1.4\n';
  const places = objects.map((object, index) => {
    const place = text.length;
    text += `${index + 1} 0 obj${object}endobj\n`;
    return `${String(place).padStart(10, '0')} 00000 n \n`;
  });
  const table = text.length;
  text += `xref\n0 4\n0000000000 65535 f \n${places.join('')}trailer<</Size 4/Root 1 0 R>>\nstartxref\n${table}\n%%EOF\n`;
  return new TextEncoder().encode(text);
}
