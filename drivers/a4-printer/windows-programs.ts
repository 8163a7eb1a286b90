import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { err, ok, type Result } from 'neverthrow';
import type { WindowsPrograms } from './windows-spooler.ts';

export type WindowsProgramsOptions = {
  /** `powershell.exe`; the words before its own. */
  readonly powershell?: readonly [string, ...string[]];
  /** Prints a PDF: `{queue}` and `{file}` stand for the queue and the document. */
  readonly pdfPrinter: readonly [string, ...string[]];
  /** Milliseconds that a program may take; PowerShell alone needs seconds to start. */
  readonly timeoutMs?: number;
};

const TIMEOUT_MS = 30_000;
/** What Windows forbids in the name of a file. */
const FORBIDDEN = /[<>:"/\\|?*\p{Cc}]/gu;

/** PowerShell and a program that prints PDF, run for the spooler of Windows; never yet run there. */
export function windowsPrograms(options: WindowsProgramsOptions): WindowsPrograms {
  const { powershell = ['powershell.exe'], pdfPrinter, timeoutMs = TIMEOUT_MS } = options;
  return {
    powershell: (script, variables) => {
      const [program, ...first] = powershell;
      const args = [...first, '-NoProfile', '-NonInteractive', '-Command', script];
      return run(program, args, { ...process.env, ...variables }, timeoutMs);
    },
    printPdf: async (queue, pdf, title) => {
      // A folder that no other account may enter; the document is in it until the spooler has it.
      const folder = await mkdtemp(join(tmpdir(), 'a4-'));
      try {
        const file = join(folder, `${title.replaceAll(FORBIDDEN, '-')}.pdf`);
        await writeFile(file, pdf, { mode: 0o600 });
        const [program, ...args] = pdfPrinter;
        const filled = args.map((word) => (word === '{queue}' ? queue : word === '{file}' ? file : word));
        return (await run(program, filled, process.env, timeoutMs)).map(() => undefined);
      } catch {
        // A full or forbidden disk: nothing was handed over.
        return err('failed');
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}

function run(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  timeoutMs: number,
): Promise<Result<string, 'failed'>> {
  return new Promise((resolve) => {
    execFile(
      program,
      args,
      { env, timeout: timeoutMs, encoding: 'utf8', windowsHide: true },
      (error, output) => resolve(error === null ? ok(output) : err('failed')),
    );
  });
}
