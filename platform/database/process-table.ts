import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * When a process began, in clock ticks since boot: with its number it names one process for good, because
 * numbers are given again. Undefined when there is no such process. Source: proc_pid_stat(5), field 22.
 */
export async function processStart(pid: number): Promise<string | undefined> {
  const stat = await readProc(pid, 'stat');
  // The second field is the program's name in brackets and may hold anything, brackets too.
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
}

/** The arguments of a process; undefined when there is no such process. */
export async function processArguments(pid: number): Promise<readonly string[] | undefined> {
  return (await readProc(pid, 'cmdline'))?.split('\0');
}

/** False when the process is still there after `limitMs`. */
export async function waitUntilGone(pid: number, limitMs: number): Promise<boolean> {
  const start = await processStart(pid);
  if (start === undefined) return true;
  for (let waited = 0; waited < limitMs; waited += POLL_MS) {
    await sleep(POLL_MS);
    if ((await processStart(pid)) !== start) return true;
  }
  return false;
}

const POLL_MS = 50;

async function readProc(pid: number, file: string): Promise<string | undefined> {
  try {
    return await readFile(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    // Any error here means that the process has gone, before or while it was read.
    return undefined;
  }
}
