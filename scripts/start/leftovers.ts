import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join, sep } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Place } from './place.ts';

const orderlyMs = 4000;
const pollMs = 100;

/**
 * Stops what a killed part has left running outside its process group: a database server whose platform was
 * killed, or everything of a launcher that was killed. Only programs from the demo's own packages that were
 * started on the demo's own folders count; the caller holds the place, so nobody else's are among them.
 */
export async function stopLeftovers(place: Place): Promise<void> {
  let left = leftovers(place);
  for (const pid of left) signal(pid, 'SIGINT');
  for (let waited = 0; left.length > 0 && waited < orderlyMs; waited += pollMs) {
    await delay(pollMs);
    left = leftovers(place);
  }
  for (const pid of left) signal(pid, 'SIGKILL');
}

function leftovers({ app, state }: Place): number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.map(Number).filter((pid) => {
    if (pid === process.pid) return false;
    const program = exeOf(pid);
    if (program === undefined || !program.startsWith(join(app, 'node_modules') + sep)) return false;
    return argumentsOf(pid).some((argument) => argument.includes(state + sep));
  });
}

function exeOf(pid: number): string | undefined {
  return readOr(() => readlinkSync(`/proc/${pid}/exe`));
}

function argumentsOf(pid: number): string[] {
  return readOr(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8'))?.split('\0') ?? [];
}

/** A process may end, or belong to somebody else, while it is looked at: then it is not one of ours. */
function readOr<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ESRCH' || code === 'EACCES' || code === 'EPERM') return undefined;
    throw error;
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
