import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** @typedef {import('./process-lock.mjs').Holder} Holder */

/**
 * Takes a place that only one living process may hold. The file appears whole or not at all (it is written
 * aside and linked), and a holder that has died, or whose process id now belongs to another process, or
 * that belongs to an earlier boot, is set aside.
 * @param {string} path
 * @param {Record<string, string>} [note] what others are told about the holder
 * @returns {import('./process-lock.mjs').LockAnswer}
 */
export function takeLock(path, note = {}) {
  mkdirSync(dirname(path), { recursive: true });
  const mine = describe(process.pid, note);
  for (;;) {
    if (publish(path, mine)) return { taken: true, lock: handle(path, mine) };
    const seen = readText(path);
    if (seen === undefined) continue;
    const holder = parse(seen);
    if (holder !== undefined && isAlive(holder)) return { taken: false, holder };
    setAside(path, seen);
  }
}

/**
 * @param {string} path
 * @param {Holder} mine
 */
function handle(path, mine) {
  return {
    /** @param {Record<string, string>} note */
    tell(note) {
      mine.note = { ...mine.note, ...note };
      const aside = `${path}.${process.pid}`;
      writeFileSync(aside, JSON.stringify(mine), { mode: 0o600 });
      renameSync(aside, path);
    },
    release() {
      const now = parse(readText(path) ?? '');
      if (now?.pid === mine.pid && now.startedTicks === mine.startedTicks) rmSync(path, { force: true });
    },
  };
}

/**
 * @param {string} path
 * @param {Holder} holder
 */
function publish(path, holder) {
  const aside = `${path}.${process.pid}`;
  writeFileSync(aside, JSON.stringify(holder), { mode: 0o600 });
  try {
    linkSync(aside, path);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

/**
 * Removes a dead holder's file. Two processes may find the same dead holder; the slower one must not
 * remove the lock that the quicker one has taken meanwhile, so it looks again at what it moved away.
 * @param {string} path
 * @param {string} seen
 */
function setAside(path, seen) {
  const aside = `${path}.stale-${process.pid}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return;
    throw error;
  }
  if (readText(aside) !== seen) {
    try {
      linkSync(aside, path);
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error;
    }
  }
  rmSync(aside, { force: true });
}

/**
 * @param {number} pid
 * @param {Record<string, string>} note
 * @returns {Holder}
 */
function describe(pid, note) {
  return {
    pid,
    since: new Date().toISOString(),
    boot: bootId(),
    startedTicks: startedTicks(pid) ?? '',
    note,
  };
}

/** @param {Holder} holder */
function isAlive(holder) {
  if (holder.boot !== bootId()) return false;
  if (process.platform === 'linux') return startedTicks(holder.pid) === holder.startedTicks;
  try {
    process.kill(holder.pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
}

/**
 * When a process started, in clock ticks since the boot: with the process id it names a process for good.
 * Field 22 of proc(5) /proc/<pid>/stat, counted after the command in parentheses.
 * @param {number} pid
 */
function startedTicks(pid) {
  const stat = readText(`/proc/${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
}

function bootId() {
  return readText('/proc/sys/kernel/random/boot_id')?.trim() ?? '';
}

/**
 * @param {string} text
 * @returns {Holder | undefined}
 */
function parse(text) {
  try {
    const value = JSON.parse(text);
    return typeof value?.pid === 'number' ? value : undefined;
  } catch {
    // Whatever cannot be read was not written by this code: nobody living holds it.
    return undefined;
  }
}

/** @param {string} path */
function readText(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT') || hasCode(error, 'ESRCH')) return undefined;
    throw error;
  }
}

/**
 * @param {unknown} error
 * @param {string} code
 */
function hasCode(error, code) {
  return error instanceof Error && 'code' in error && error.code === code;
}
