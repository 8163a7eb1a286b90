import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

export type Display = { readonly name: string; readonly stop: () => Promise<void> };

/** A screen of the size of a terminal's panel, in memory; every local user may draw on it. */
export async function openDisplay(width: number, height: number): Promise<Display> {
  const args = ['-displayfd', '3', '-screen', '0', `${width}x${height}x24`, '-nolisten', 'tcp', '-ac'];
  const child: ChildProcess = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const gone = once(child, 'exit');
  const number = await new Promise<string>((resolve, reject) => {
    child.stdio[3]?.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()));
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`Xvfb ended with ${code}`)));
  });
  return {
    name: `:${number}`,
    stop: async () => {
      child.kill('SIGTERM');
      await gone;
    },
  };
}
