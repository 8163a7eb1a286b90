import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { electronRuntime, prepareApp } from '../electron-runtime.mjs';
import type { ProcessLock } from '../setup/process-lock.mjs';
import { type BrowserService, runBrowserService } from './browser-service.ts';
import { baseEnvironment, displayAnswers, displayEnvironment, present } from './environment.ts';
import { stopLeftovers } from './leftovers.ts';
import type { StartOptions } from './options.ts';
import { type Part, type PartEnd, type PartName, type PartProgram, startPart } from './part.ts';
import type { Folders, Place } from './place.ts';
import { nodeIn } from './staging.ts';
import type { StopSignal } from './stop-signal.ts';
import { dockReadySchema } from './terminal-config.ts';
import { terminalFile, writeTerminalFile } from './terminal-file.ts';
import { fact, say, sayEnd, sayFailure, sayOldConfiguration } from './words.ts';

/** Of the demo hall (`config/demo-hall.yaml`, `platform/halls/demo-hall.ts`). */
const DEMO_HALL = 'demo-hall';
const DEMO_PIN = '135790';

/** The platform makes a database cluster at its first start; the window loads a page of some megabytes. */
const readyWithinMs = { platform: 90_000, dock: 30_000, shell: 60_000 };
/** Longer than the shell itself gives its service, so that the shell is not killed while it waits. */
const stopWithinMs = { platform: 10_000, dock: 5_000, shell: 12_000 };

type Demo = {
  readonly options: StartOptions;
  readonly place: Place;
  readonly folders: Folders;
  readonly lock: ProcessLock;
  readonly stopping: StopSignal;
};

/** Runs every part until one ends or somebody wants to stop; gives the exit code. */
export async function runDemo(demo: Demo): Promise<number> {
  const running: { name: PartName; stop: () => Promise<void> }[] = [];
  const started = <Ready>(part: Part<Ready>): Part<Ready> => {
    running.push({ name: part.name, stop: () => part.stop(stopWithinMs[part.name]) });
    return part;
  };
  demo.stopping.onInsist(() => void Promise.all(running.map((part) => part.stop())));
  try {
    return await untilStopped(demo, started, (browser) => {
      running.push({ name: 'shell', stop: browser.stop });
    });
  } finally {
    say('正在停止 Stopping …');
    // The window first: it still needs the others while it puts its own things in order.
    for (const part of running.toReversed()) await part.stop();
    await stopLeftovers(demo.place);
    say('已停止 Stopped.');
  }
}

async function untilStopped(
  { options, place, folders, lock, stopping }: Demo,
  started: <Ready>(part: Part<Ready>) => Part<Ready>,
  startedBrowser: (service: BrowserService) => void,
): Promise<number> {
  const { app, user } = place;
  const base = baseEnvironment(process.env, user);
  const node = nodeIn(app);
  const page = join(app, 'dist', 'renderer');
  const enrolCode = randomBytes(9).toString('base64url');
  const stopped = stopping.wanted.then((reason) => ({ kind: 'stop' as const, reason }));

  const begin = async <Ready>(program: PartProgram<Ready>): Promise<Begun<Ready>> => {
    const part = started(startPart(program));
    const outcome = await Promise.race([part.ready, stopped]);
    if ('kind' in outcome) return { kind: 'over', exitCode: 0 };
    if (outcome.isOk()) return { kind: 'ready', part, ready: outcome.value };
    sayFailure(program.name, outcome.error, program.logFile);
    return { kind: 'over', exitCode: 1 };
  };
  const nodePart = { command: node, cwd: app, user };

  say('蒙速办自助终端演示 Mengsuban self-service terminal, demo');
  const platform = await begin({
    ...nodePart,
    name: 'platform',
    args: [join(app, 'dist', 'platform', 'platform.mjs')],
    env: {
      ...base,
      ...present([['DATABASE_URL', process.env['DATABASE_URL']]]),
      PLATFORM_DATA: folders.platform,
      PLATFORM_PORT: String(options.platformPort),
      PLATFORM_DEMO: '1',
      PLATFORM_DEMO_ENROL_CODES: enrolCode,
      PLATFORM_PAGES: page,
    },
    logFile: join(folders.log, 'platform.log'),
    readySchema: z.object({ kind: z.literal('ready'), url: z.url() }),
    readyWithinMs: readyWithinMs.platform,
  });
  if (platform.kind === 'over') return platform.exitCode;
  fact('平台', 'platform', platform.ready.url);
  fact('叫号', 'staff', `${platform.ready.url}/staff   clerk1 / ${DEMO_PIN}`);
  fact('管理', 'hall', `${platform.ready.url}/hall    admin / ${DEMO_PIN}`);
  fact('大屏', 'board', `${platform.ready.url}/board/${DEMO_HALL}`);

  const dock = await begin({
    ...nodePart,
    name: 'dock',
    args: [join(app, 'dist', 'dock', 'dock.mjs')],
    env: {
      ...base,
      DOCK_RUNTIME_DIR: folders.run,
      DOCK_PORT: String(options.dockPort),
      DOCK_PAGE: page,
    },
    logFile: join(folders.log, 'dock.log'),
    readySchema: dockReadySchema,
    readyWithinMs: readyWithinMs.dock,
  });
  if (dock.kind === 'over') return dock.exitCode;
  fact('设备', 'devices', dock.ready.url);

  const written = writeTerminalFile(folders.configuration, user, {
    dataDir: folders.terminal,
    platformUrl: platform.ready.url,
    enrolCode,
    devices: dock.ready.devices,
  });
  const config = terminalFile(folders.configuration);
  if (written.isErr()) sayOldConfiguration(written.error.code, config);
  const serviceScript = join(app, 'dist', 'terminal', 'service.mjs');
  const serviceEnv = {
    ...base,
    TERMINAL_CONFIG: config,
    TERMINAL_PAGE: page,
    TERMINAL_DOCK_URL: dock.ready.url,
    TERMINAL_TOKEN: randomBytes(32).toString('base64url'),
  };

  const ends: Promise<{ kind: 'end'; name: PartName; end: PartEnd; logFile: string }>[] = [
    endOf(platform.part),
    endOf(dock.part),
  ];
  const window = windowFor(options, place, folders);
  if (window.kind === 'window') {
    const shell = await begin({
      name: 'shell',
      command: window.executable,
      args: window.args,
      cwd: app,
      user,
      env: {
        ...serviceEnv,
        ...window.env,
        TERMINAL_NODE: node,
        TERMINAL_SERVICE: serviceScript,
        TERMINAL_PORT: String(options.port),
      },
      logFile: join(folders.log, 'terminal.log'),
      readySchema: z.object({ kind: z.literal('ready') }),
      readyWithinMs: readyWithinMs.shell,
    });
    if (shell.kind === 'over') return shell.exitCode;
    fact('终端', 'terminal', '窗口已打开 the window is open');
    lock.tell({ terminal: 'in its window', dock: dock.ready.url });
    ends.push(endOf(shell.part));
  } else {
    say(`  无窗口 No window: ${window.reason}`);
    const logFile = join(folders.log, 'terminal.log');
    const program = { node, script: serviceScript, env: serviceEnv, port: options.port };
    const service = runBrowserService(program, user, logFile, readyWithinMs.shell);
    startedBrowser(service);
    const url = await Promise.race([service.url, stopped]);
    if (typeof url === 'object') return 0;
    if (url === undefined) {
      sayFailure('service', { code: 'NOT_READY_IN_TIME', waitedMs: readyWithinMs.shell }, logFile);
      return 1;
    }
    fact('终端', 'terminal', url);
    say('  请用浏览器打开上面的地址 Open the address above in a browser.');
    lock.tell({ terminal: url, dock: dock.ready.url });
    const end: PartEnd = { code: 0, signal: null };
    ends.push(service.stopped.then(() => ({ kind: 'end', name: 'shell', end, logFile })));
  }
  const firstPin = join(folders.terminal, 'administration', 'first-pin.txt');
  if (existsSync(firstPin)) fact('初始密码', 'first PIN', firstPin);
  fact('日志', 'logs', folders.log);
  fact('停止', 'stop', 'Ctrl-C');

  const over = await Promise.race([stopped, ...ends]);
  if (over.kind === 'stop') return 0;
  if (over.name === 'shell' && over.end.code === 0) {
    say('  窗口已关闭 The terminal was closed.');
    return 0;
  }
  sayEnd(over.name, over.end, over.logFile);
  return 1;
}

type Begun<Ready> =
  | { readonly kind: 'ready'; readonly part: Part<Ready>; readonly ready: Ready }
  | { readonly kind: 'over'; readonly exitCode: number };

async function endOf<Ready>(part: Part<Ready>) {
  return { kind: 'end' as const, name: part.name, end: await part.ended, logFile: part.logFile };
}

type WindowPlan =
  | {
      readonly kind: 'window';
      readonly executable: string;
      readonly args: readonly string[];
      readonly env: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'none'; readonly reason: string };

function windowFor(options: StartOptions, { clone, user }: Place, folders: Folders): WindowPlan {
  if (options.browser) return { kind: 'none', reason: '--browser' };
  const runtime = electronRuntime();
  if (runtime.mode === 'browser') return { kind: 'none', reason: runtime.reason };
  const env = displayEnvironment(process.env, user, folders.shell);
  if (env === undefined) {
    return { kind: 'none', reason: '没有显示器 there is no display (DISPLAY is not set).' };
  }
  if (!displayAnswers(env['DISPLAY'])) {
    return { kind: 'none', reason: `没有显示器 the display ${env['DISPLAY']} does not answer.` };
  }
  const args = [`--user-data-dir=${folders.shell}`];
  if (options.kiosk) args.push('--kiosk');
  if (process.getuid?.() === 0 && (user === undefined || runtime.sandbox === 'none')) {
    say(
      '  以 root 运行且无沙箱 The window runs without its sandbox: there is no ordinary user to run it as.',
    );
    args.push('--no-sandbox');
  }
  const executable = prepareApp({ dist: runtime.dist, appFolder: join(clone, 'dist', 'shell') });
  return { kind: 'window', executable, args, env };
}
