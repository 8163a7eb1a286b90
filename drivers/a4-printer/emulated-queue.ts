import type { IppAttribute } from './ipp-codec.ts';

export type EmulatedJob = {
  readonly id: number;
  readonly title: string;
  readonly pdf: Uint8Array;
  readonly state: number;
  readonly reasons: readonly string[];
};

/** What the emulated spooler says of its queue. */
export function printerAttributes(queue: string, state: number, reasons: readonly string[]): IppAttribute[] {
  return [
    { name: 'printer-name', kind: 'name', values: [queue] },
    { name: 'printer-info', kind: 'text', values: ['大厅 A4 打印机'] },
    { name: 'printer-state', kind: 'enum', values: [state] },
    { name: 'printer-state-reasons', kind: 'keyword', values: reasons.length > 0 ? reasons : ['none'] },
    { name: 'printer-is-accepting-jobs', kind: 'boolean', values: [true] },
  ];
}

/** What it says of a job. */
export function jobAttributes({ id, title, state, reasons }: EmulatedJob): IppAttribute[] {
  return [
    { name: 'job-id', kind: 'integer', values: [id] },
    { name: 'job-name', kind: 'name', values: [title] },
    { name: 'job-state', kind: 'enum', values: [state] },
    { name: 'job-state-reasons', kind: 'keyword', values: reasons.length > 0 ? reasons : ['none'] },
  ];
}
