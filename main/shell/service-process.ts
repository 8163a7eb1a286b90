import { type ChildProcess, spawn } from 'node:child_process';
import { createActor } from 'xstate';
import { z } from 'zod';
import { type SupervisorNote, type SupervisorTiming, serviceSupervisor } from './service-supervisor.ts';

export type ServiceProgram = {
  readonly node: string;
  readonly script: string;
  /** The environment of the service, which inherits nothing; its port and its number of threads are added. */
  readonly env: Readonly<Record<string, string>>;
  /** The port to ask for at first, 0 for any. */
  readonly port: number;
  /** An open file for the service's words; the standard error of this process when not given. */
  readonly output?: number;
  /** Whom the service runs as, when root starts it. */
  readonly user?: { readonly uid: number; readonly gid: number };
};

export type ServiceState =
  | { readonly state: 'away' }
  | { readonly state: 'serving'; readonly url: string; readonly port: number }
  | { readonly state: 'stopped' };

export type ServiceNote =
  | SupervisorNote
  | { readonly event: 'service.launched'; readonly pid: number; readonly port: number }
  | { readonly event: 'service.ready'; readonly port: number }
  | { readonly event: 'service.launch-failed'; readonly code: string };

export type RunningService = {
  /** Stops the service within the bounds of the timing; settles when it is gone. */
  readonly stop: () => Promise<void>;
};

/**
 * Each opening of a port, each serial write that drains and each file waits in one of these threads; Node's four are
 * taken by four ports that hang, and then the whole service waits.
 */
const THREADS = '16';

const readySchema = z.object({ kind: z.literal('ready'), url: z.url(), port: z.int().min(1).max(65535) });

/**
 * Starts the terminal service as a child of this process and keeps it running.
 * @param onState told each change; `away` covers starting, restarting and stopping
 * @param onMessage told what else the service says; an answer reaches that same process or nobody
 */
export function runService(
  program: ServiceProgram,
  timing: SupervisorTiming,
  onState: (state: ServiceState) => void,
  note: (note: ServiceNote) => void,
  onMessage: (message: unknown, answer: (answer: object) => void) => void = () => {},
): RunningService {
  let child: ChildProcess | null = null;

  const launch = (port: number) => {
    const started = spawn(program.node, [program.script], {
      env: { UV_THREADPOOL_SIZE: THREADS, ...program.env, TERMINAL_PORT: String(port) },
      // The service's own words go where the shell's go: to the journal or the developer's console.
      stdio: ['ignore', program.output ?? 2, program.output ?? 2, 'ipc'],
      windowsHide: true,
      ...(program.user === undefined ? {} : { uid: program.user.uid, gid: program.user.gid }),
    });
    child = started;
    if (started.pid !== undefined) note({ event: 'service.launched', pid: started.pid, port });
    const exited = (code: number | null, signal: string | null) => {
      if (child !== started) return;
      child = null;
      actor.send({ type: 'EXITED', exit: { code, signal } });
    };
    started.on('error', (error: NodeJS.ErrnoException) => {
      // Also raised when a signal or a message could not be delivered; then the exit notice still comes.
      if (started.pid !== undefined) return;
      note({ event: 'service.launch-failed', code: error.code ?? 'UNKNOWN' });
      exited(null, null);
    });
    started.on('exit', exited);
    started.on('message', (message) => {
      if (child !== started) return;
      const ready = readySchema.safeParse(message);
      if (!ready.success) {
        onMessage(message, (answer) => {
          if (started.connected) started.send(answer, () => undefined);
        });
        return;
      }
      note({ event: 'service.ready', port: ready.data.port });
      actor.send({ type: 'READY', url: ready.data.url, port: ready.data.port });
    });
  };

  const actor = createActor(
    serviceSupervisor(
      {
        launch,
        terminate: () => child?.kill('SIGTERM'),
        kill: () => child?.kill('SIGKILL'),
        askHealth: (url) =>
          void askHealth(url, timing.healthTimeoutMs, () => actor.send({ type: 'ANSWERED' })),
        note,
      },
      timing,
      program.port,
    ),
  );

  const stopped = new Promise<void>((resolve) => {
    let last = '';
    actor.subscribe({
      next: (snapshot) => {
        const { url, port } = snapshot.context;
        const state: ServiceState = snapshot.matches('serving')
          ? { state: 'serving', url, port }
          : { state: snapshot.matches('stopped') ? 'stopped' : 'away' };
        const key = JSON.stringify(state);
        if (key === last) return;
        last = key;
        onState(state);
      },
      complete: resolve,
    });
  });
  actor.start();

  return {
    stop: () => {
      if (actor.getSnapshot().status === 'active') actor.send({ type: 'QUIT' });
      return stopped;
    },
  };
}

/**
 * Any answer shows that the service's event loop turns; the address carries no token, so that a refusal is the
 * usual answer.
 */
async function askHealth(url: string, timeoutMs: number, answered: () => void): Promise<void> {
  // Loaded when it is first needed: nothing may be loaded for nothing before the window.
  const { request } = await import('node:http');
  const { hostname, port } = new URL(url);
  const asking = request({ hostname, port, method: 'HEAD', path: '/', timeout: timeoutMs, agent: false });
  asking.on('response', (response) => {
    response.resume();
    answered();
  });
  asking.on('timeout', () => asking.destroy());
  // No answer is the news; the supervisor's own timer reads it.
  asking.on('error', () => undefined);
  asking.end();
}
