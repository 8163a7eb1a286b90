import { err, ok, type Result } from 'neverthrow';
import type { A4Fault, A4JobReport, A4Queue, A4Spooler, SpoolerError } from './a4-printer.ts';

/**
 * The spooler of Windows through its PowerShell commands. Written from their documentation and tried against a
 * stand-in for PowerShell only: it has never run on Windows.
 */

/** Runs programs; the names in `variables` are set in their environment. Gives the standard output. */
export type WindowsPrograms = {
  readonly powershell: (
    script: string,
    variables: Readonly<Record<string, string>>,
  ) => Promise<Result<string, 'failed'>>;
  /**
   * Prints a PDF, as Windows cannot by itself, under `title` as the document's name: SumatraPDF with `-print-to
   * <queue> -silent <title>.pdf`, for example.
   */
  readonly printPdf: (queue: string, pdf: Uint8Array, title: string) => Promise<Result<void, 'failed'>>;
};

/** Bits of PRINTER_STATUS_… (winspool.h), the gravest first. */
const PRINTER_BITS: readonly (readonly [A4Fault, number])[] = [
  ['A4_JAM', 0x8],
  // out, problem
  ['A4_PAPER_OUT', 0x10 | 0x40],
  // offline, not available
  ['A4_OFFLINE', 0x80 | 0x1000],
  // paused, error, being deleted, manual feed, output full, no toner, page too complex, a person must see to it,
  // out of memory, door open
  ['A4_FAULT', 0x1 | 0x2 | 0x4 | 0x20 | 0x800 | 0x40000 | 0x80000 | 0x100000 | 0x200000 | 0x400000],
];

/** Bits of JOB_STATUS_… (winspool.h). */
const JOB = { deleting: 0x4, printing: 0x10, printed: 0x80, deleted: 0x100, complete: 0x1000 } as const;

// Values go in by the environment: in the text of a script a queue's name could become a command.
const UTF8 = '[Console]::OutputEncoding = [Text.Encoding]::UTF8; $ErrorActionPreference = "Stop"; ';
const COLUMNS = 'Select-Object Name, Comment, WorkOffline, @{n="Status";e={[int]$_.PrinterStatus}}';
const SCRIPTS = {
  queues: `${UTF8}ConvertTo-Json -Compress @(Get-Printer | ${COLUMNS})`,
  // The id that the spooler gave to the newest document of that name, waited for some seconds.
  find: `${UTF8}$found = $null
for ($i = 0; $i -lt 40 -and $null -eq $found; $i++) {
  $found = Get-PrintJob -PrinterName $env:A4_QUEUE | Where-Object { "$($_.DocumentName)".Contains($env:A4_TITLE) } | Sort-Object Id | Select-Object -Last 1
  if ($null -eq $found) { Start-Sleep -Milliseconds 250 }
}
ConvertTo-Json -Compress @($found | ForEach-Object { [int]$_.Id })`,
  job: `${UTF8}ConvertTo-Json -Compress @(Get-PrintJob -PrinterName $env:A4_QUEUE | Where-Object { $_.Id -eq [int]$env:A4_JOB } | ForEach-Object { [int]$_.JobStatus })`,
  remove: `${UTF8}Get-PrintJob -PrinterName $env:A4_QUEUE | Where-Object { $_.Id -eq [int]$env:A4_JOB } | Remove-PrintJob`,
};

/**
 * The spooler of Windows. A queue should keep printed documents (`Set-Printer -KeepPrintedJobs $true`): otherwise a
 * job that has left the queue may have been printed or thrown away, and its outcome is unknown. What is kept is
 * removed as soon as it is known to be printed.
 */
export function createWindowsSpooler(programs: WindowsPrograms): A4Spooler {
  const listed = async (script: string, variables: Readonly<Record<string, string>> = {}) =>
    (await programs.powershell(script, variables))
      .mapErr((): SpoolerError => 'unreachable')
      .andThen((output): Result<readonly unknown[], SpoolerError> => {
        const list = parseList(output);
        return list === undefined ? err('refused') : ok(list);
      });

  const queues: A4Spooler['queues'] = async () =>
    (await listed(SCRIPTS.queues)).map((list) => list.flatMap((each) => queueFrom(each) ?? []));

  const remove = (queue: string, jobId: string) =>
    programs.powershell(SCRIPTS.remove, { A4_QUEUE: queue, A4_JOB: jobId });

  return {
    description: 'Windows',
    queues,
    queue: async (name) =>
      (await queues()).andThen((all) => {
        const found = all.find((each) => each.name === name);
        return found === undefined ? err('missing' as const) : ok(found);
      }),
    submit: async (queue, pdf, title) => {
      const handed = await programs.printPdf(queue, pdf, title);
      const found = await listed(SCRIPTS.find, { A4_QUEUE: queue, A4_TITLE: title });
      const id = found.isOk() ? found.value[0] : undefined;
      if (typeof id === 'number') return ok(String(id));
      // The program may have failed before or after it gave the document away.
      return found.isOk() && handed.isErr() ? err('refused') : err('unknown');
    },
    job: async (queue, jobId) => {
      const found = await listed(SCRIPTS.job, { A4_QUEUE: queue, A4_JOB: jobId });
      if (found.isErr()) return err(found.error);
      const report = jobFrom(found.value[0]);
      if (report === 'done') await remove(queue, jobId);
      return ok(report);
    },
    cancel: async (queue, jobId) =>
      (await remove(queue, jobId)).map(() => undefined).mapErr((): SpoolerError => 'unreachable'),
  };
}

function parseList(output: string): readonly unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(output.trim() === '' ? '[]' : output);
    return Array.isArray(value) ? value : [value];
  } catch {
    return undefined;
  }
}

function queueFrom(value: unknown): A4Queue | undefined {
  if (typeof value !== 'object' || value === null || !('Name' in value)) return undefined;
  const name = value.Name;
  if (typeof name !== 'string') return undefined;
  const comment = 'Comment' in value && typeof value.Comment === 'string' ? value.Comment : '';
  const status = 'Status' in value ? Number(value.Status) : 0;
  const faults = PRINTER_BITS.filter(([, bits]) => (status & bits) !== 0).map(([fault]) => fault);
  const offline = 'WorkOffline' in value && value.WorkOffline === true;
  if (offline && !faults.includes('A4_OFFLINE')) faults.push('A4_OFFLINE');
  return { name, description: comment || name, faults };
}

function jobFrom(status: unknown): A4JobReport {
  if (typeof status !== 'number') return 'gone';
  if ((status & (JOB.printed | JOB.complete)) !== 0) return 'done';
  if ((status & (JOB.deleting | JOB.deleted)) !== 0) return 'cancelled';
  return (status & JOB.printing) === 0 ? 'queued' : 'printing';
}
