import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const MAIN = join(import.meta.dirname, '..', 'main.ts');

export type Ended = { readonly code: number | null; readonly stderr: string };

/** The platform as a process of its own, the way a launcher starts it. */
export class PlatformProcess {
  readonly child: ChildProcess;
  #stderr = '';

  constructor(environment: Record<string, string>, stdio: 'channel' | 'no-channel' = 'channel') {
    const own = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '' };
    this.child = spawn(process.execPath, [MAIN], {
      env: { ...own, ...environment },
      stdio: ['ignore', 'pipe', 'pipe', ...(stdio === 'channel' ? ['ipc' as const] : [])],
    });
    this.child.stderr?.on('data', (chunk) => {
      this.#stderr += String(chunk);
    });
  }

  /** The url of the ready message; rejects with what it wrote when it ends instead. */
  async ready(): Promise<string> {
    const ended = this.ended().then((end): never => {
      throw new Error(`ended with ${end.code}: ${end.stderr}`);
    });
    const [message] = await Promise.race([once(this.child, 'message'), ended]);
    return message.url;
  }

  async ended(): Promise<Ended> {
    if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, 'close');
    return { code: this.child.exitCode, stderr: this.#stderr };
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<Ended> {
    this.child.kill(signal);
    return this.ended();
  }
}
