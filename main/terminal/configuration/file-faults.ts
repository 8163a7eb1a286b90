import { readFileSync } from 'node:fs';
import type { MaintenanceProblem } from '#contract/terminal/maintenance-problems.ts';
import type { FaultDetails } from '#contract/terminal/status.ts';

/** What is wrong at one place of a file that a hall writes. */
export type FileFault = {
  /** From 1; undefined when the file itself cannot be read. */
  readonly line: number | undefined;
  /** `devices[0].transport.path`; empty for the whole file. */
  readonly field: string;
  readonly problem: MaintenanceProblem;
};

export type FaultyFile = { readonly file: string; readonly faults: readonly FileFault[] };

export const NOT_READABLE: FileFault = { line: undefined, field: '', problem: 'not-readable' };

/** The faults as the administrator is shown them. */
export function detailsOf({ file, faults }: FaultyFile): FaultDetails {
  return [
    { label: 'file', value: file },
    ...faults.flatMap(
      ({ line, field, problem }): FaultDetails => [
        ...(line === undefined ? [] : [{ label: 'line' as const, value: String(line) }]),
        ...(field === '' ? [] : [{ label: 'field' as const, value: field }]),
        { label: 'problem', value: problem },
      ],
    ),
  ];
}

/** Undefined where the file cannot be read, whatever the reason. */
export function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    // Missing, a folder, no right to read: for the administrator the same thing, "this file cannot be read".
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}
