import { existsSync, globSync, realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { SerialPort } from 'serialport';

/** A serial line of this machine. */
export type Port = {
  /** The name that stays the same wherever a USB line is plugged in, where there is one. */
  readonly path: string;
  /** What the system knows of it: a maker's name. */
  readonly description: string | undefined;
};

const BY_ID = '/dev/serial/by-id';

/**
 * The serial lines that the system lists and those that the patterns find, in that order, each line once whatever
 * it is called. A system that cannot list (no udev) has those of the patterns alone.
 */
export async function listPorts(extra: readonly string[]): Promise<Port[]> {
  const listed = (await systemPorts()).map(({ path, pnpId, manufacturer }): Port => {
    const lasting = pnpId === undefined ? path : `${BY_ID}/${pnpId}`;
    return { path: existsSync(lasting) ? lasting : path, description: manufacturer };
  });
  const found = extra
    .flatMap((pattern) => globSync(pattern).toSorted())
    .map((path): Port => ({ path: resolve(path), description: undefined }));
  const seen = new Set<string>();
  return [...listed, ...found].filter(({ path }) => {
    const line = lineOf(path);
    if (seen.has(line)) return false;
    seen.add(line);
    return true;
  });
}

/** The same for two names of one line; a name that leads nowhere stands for itself. */
export function lineOf(path: string): string {
  try {
    return realpathSync(path);
  } catch (thrown) {
    if (!(thrown instanceof Error && 'code' in thrown)) throw thrown;
    return path;
  }
}

async function systemPorts(): ReturnType<typeof SerialPort.list> {
  try {
    return await SerialPort.list();
  } catch (thrown) {
    // The program that knows them is not installed, or not to be run by this user.
    if (thrown instanceof Error) return [];
    throw thrown;
  }
}
