import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { CODE_CACHE } from './program.ts';
import { project } from './stack.ts';

const MAIN = join(project, 'dist/platform/platform.mjs');

export type Ended = { readonly code: number | null; readonly stderr: string };

/** The platform as a process of its own, the way a launcher starts it. */
export class PlatformProcess {
  readonly child: ChildProcess;
  readonly #ended: Promise<Ended>;

  constructor(environment: Record<string, string>, stdio: 'channel' | 'no-channel' = 'channel') {
    const own = {
      PATH: process.env['PATH'] ?? '',
      HOME: process.env['HOME'] ?? '',
      NODE_COMPILE_CACHE: CODE_CACHE,
    };
    this.child = spawn(process.execPath, [MAIN], {
      env: { ...own, ...environment },
      stdio: ['ignore', 'pipe', 'pipe', ...(stdio === 'channel' ? ['ipc' as const] : [])],
    });
    const { stderr } = this.child;
    if (!stderr) throw new Error('no error output');
    // Not `close`: it never comes once the channel was let go of from this side.
    this.#ended = Promise.all([text(stderr), once(this.child, 'exit')]).then(([written]) => ({
      code: this.child.exitCode,
      stderr: written,
    }));
  }

  /** The url of the ready message; rejects with what it wrote when it ends instead. */
  async ready(): Promise<string> {
    const ended = this.ended().then((end): never => {
      throw new Error(`ended with ${end.code}: ${end.stderr}`);
    });
    const [message] = await Promise.race([once(this.child, 'message'), ended]);
    return message.url;
  }

  ended(): Promise<Ended> {
    return this.#ended;
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<Ended> {
    this.child.kill(signal);
    return this.ended();
  }
}
