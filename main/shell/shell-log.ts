import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { PageNote } from './page-keeper.ts';
import type { ServiceNote } from './service-process.ts';

/**
 * Everything the shell writes down. Fields are numbers and closed words, or addresses without their query, so
 * that neither a token nor anything of a citizen can get in.
 */
export type ShellNote =
  | ServiceNote
  | PageNote
  | {
      readonly event: 'shell.started';
      readonly electron: string;
      readonly packaged: boolean;
      readonly kiosk: boolean;
    }
  | { readonly event: 'shell.second-instance' }
  | { readonly event: 'shell.stopping' }
  | { readonly event: 'shell.stopped' }
  | { readonly event: 'shell.failed'; readonly problem: string }
  | { readonly event: 'page.one-moment' }
  | { readonly event: 'page.load-failed'; readonly code: number }
  | { readonly event: 'page.renderer-gone'; readonly reason: string; readonly exitCode: number }
  | { readonly event: 'page.unresponsive' }
  | { readonly event: 'page.responsive' }
  | {
      readonly event: 'process.gone';
      readonly type: string;
      readonly reason: string;
      readonly exitCode: number;
    }
  | { readonly event: 'lockdown.refused'; readonly what: RefusedThing; readonly where: string };

export type RefusedThing =
  | 'navigation'
  | 'window'
  | 'permission'
  | 'request'
  | 'download'
  | 'webview'
  | 'certificate'
  | 'login';

export type ShellLog = (note: ShellNote) => void;

const LARGEST_FILE_BYTES = 4 * 1024 * 1024;

/** Writes JSON lines to standard error and to `shell.log` in a folder, keeping one older file. */
export function shellLog(folder: string, now: () => number): ShellLog {
  const file = join(folder, 'shell.log');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  let size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  return (note) => {
    const line = `${JSON.stringify({ time: new Date(now()).toISOString(), ...note })}\n`;
    process.stderr.write(line);
    try {
      if (size > LARGEST_FILE_BYTES) {
        renameSync(file, join(folder, 'shell.1.log'));
        size = 0;
      }
      appendFileSync(file, line, { mode: 0o600 });
      size += Buffer.byteLength(line);
    } catch (error) {
      // A full disk must not take the window down; the journal still has the line.
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN';
      process.stderr.write(`${JSON.stringify({ event: 'shell.log-failed', code })}\n`);
    }
  };
}
