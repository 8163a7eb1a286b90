import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';

export type VirtualDisplay = { readonly name: string; readonly stop: () => Promise<void> };

/** An X server of this test alone, of the size of the product's screen; it chooses a free number itself. */
export async function startDisplay(size = '1080x1920x24'): Promise<VirtualDisplay> {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', size, '-nolisten', 'tcp', '-ac'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const gone = once(server, 'exit');
  const numberPipe = server.stdio[3] as Readable;
  const [number] = (await Promise.race([
    once(numberPipe, 'data'),
    gone.then(() => {
      throw new Error('Xvfb ended before it had a display.');
    }),
  ])) as [Buffer];
  return {
    name: `:${number.toString().trim()}`,
    stop: async () => {
      server.kill('SIGTERM');
      await gone;
    },
  };
}
