import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { electronRuntime, prepareApp } from '../../scripts/electron-runtime.mjs';
import { baseEnvironment } from '../../scripts/start/environment.ts';
import { project, scratch, startDock, startPlatform, writeTerminalConfig } from '../harness/stack.ts';
import { startDisplay, type VirtualDisplay } from '../harness/virtual-display.ts';
import { openStage, type Stage } from '../harness/window.ts';
import { type Measurement, median } from './table.ts';

const GOAL = 1.5;
const START_TIMEOUT_MS = 30_000;

/**
 * From the start of the process to the first frame that a citizen can use, against a window with an empty page in
 * the same Electron. Both times are the page's own user timing, read afterwards over the debugging port, so that
 * nothing watches while the clock runs.
 */
export async function measureColdStart(count: number): Promise<Measurement[]> {
  const folder = await scratch('bench-start');
  await chmod(folder, 0o755);
  const stage = await openStage();
  const display = await startDisplay();
  const platform = await startPlatform({ folder, enrolCodes: ['bench-code'] });
  await stage.ownFolder(join(folder, 'dock'));
  const dock = await startDock(folder, {
    script: stage.path('dist', 'dock', 'dock.mjs'),
    node: stage.node,
    user: stage.user,
  });
  const configFile = await writeTerminalConfig({
    folder,
    platformUrl: platform.ready.url,
    enrolCode: 'bench-code',
    devices: dock.ready.devices,
  });
  await stage.ownFolder(join(folder, 'terminal'));
  if (stage.user) await chown(configFile, stage.user.uid, stage.user.gid);
  const terminalEnv = {
    TERMINAL_NODE: stage.node,
    TERMINAL_SERVICE: stage.path('dist', 'terminal', 'service.mjs'),
    TERMINAL_CONFIG: configFile,
    TERMINAL_PAGE: stage.path('dist', 'renderer'),
  };
  const empty = await emptyApp(folder);
  const run = { stage, display, folder };
  try {
    const samples: number[] = [];
    const heard: number[] = [];
    const peers: number[] = [];
    // One of each before counting: caches of the disk and of the compiler fill, as they have in a hall.
    for (let index = -1; index < count; index += 1) {
      const [peer] = await startTimes(run, prepare(empty), {}, ['first-contentful-paint']);
      const shell = prepare(join(project, 'dist', 'shell'));
      const [own, answered] = await startTimes(run, shell, terminalEnv, ['attract-painted', 'service-heard']);
      if (index < 0) continue;
      peers.push(peer ?? Number.NaN);
      samples.push(own ?? Number.NaN);
      heard.push(answered ?? Number.NaN);
    }
    return [
      {
        what: 'cold start → first usable screen',
        samples,
        unit: 'ms',
        against: { what: 'empty Electron window', samples: peers },
        goal: { text: `≤ ${GOAL} ×`, met: median(samples) <= GOAL * median(peers) },
      },
      // A touch on the first screen is kept until then.
      {
        what: 'cold start → the service has said what it has',
        samples: heard,
        unit: 'ms',
        against: { what: 'empty Electron window', samples: peers },
      },
    ];
  } finally {
    await dock.stop();
    await platform.stop();
    await display.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

function prepare(appFolder: string): string {
  const runtime = electronRuntime();
  if (runtime.mode !== 'window') throw new Error(`There is no Electron here: ${runtime.reason}`);
  return prepareApp({ dist: runtime.dist, appFolder });
}

/** A window of the same size with a word on it, as little as Electron can show. */
async function emptyApp(folder: string): Promise<string> {
  const app = join(folder, 'empty');
  await mkdir(app);
  await writeFile(join(app, 'package.json'), JSON.stringify({ name: 'empty', main: 'main.cjs' }));
  await writeFile(join(app, 'page.html'), '<!doctype html><title>empty</title><p>empty</p>');
  await writeFile(
    join(app, 'main.cjs'),
    `const { app, BrowserWindow } = require('electron');
app.setPath('userData', app.commandLine.getSwitchValue('user-data-dir'));
app.whenReady().then(() => new BrowserWindow({ kiosk: true }).loadFile(require('node:path').join(__dirname, 'page.html')));
app.on('window-all-closed', () => app.quit());\n`,
  );
  return app;
}

type Run = { readonly stage: Stage; readonly display: VirtualDisplay; readonly folder: string };

/** Milliseconds from the start of the process to marks or paints of its page. */
async function startTimes(
  { stage, display, folder }: Run,
  executable: string,
  env: Readonly<Record<string, string>>,
  marks: readonly string[],
): Promise<number[]> {
  // Each keeps its own between its starts, as in a hall.
  const userData = await stage.ownFolder(join(folder, `user-data-${marks[0]}`));
  const port = 20_000 + Math.floor(Math.random() * 20_000);
  const started = performance.timeOrigin + performance.now();
  const child = spawn(
    executable,
    ['--kiosk', `--user-data-dir=${userData}`, `--remote-debugging-port=${port}`],
    {
      env: { ...baseEnvironment(process.env, stage.user), DISPLAY: display.name, ...env },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      ...(stage.user && { uid: stage.user.uid, gid: stage.user.gid }),
    },
  );
  try {
    // Long enough for either to have drawn by itself before the debugger comes.
    await sleep(4_000);
    const times: number[] = [];
    for (const mark of marks) times.push((await markTime(child, port, mark)) - started);
    return times;
  } finally {
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    await gone;
  }
}

async function markTime(child: ChildProcess, port: number, mark: string): Promise<number> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`, { noDefaults: true });
  try {
    while (Date.now() < deadline && child.exitCode === null) {
      const pages = browser.contexts().flatMap((context) => context.pages());
      for (const page of pages) {
        const time = await page.evaluate((name) => {
          const entry = performance.getEntriesByName(name)[0];
          return entry ? performance.timeOrigin + entry.startTime : undefined;
        }, mark);
        if (time !== undefined) return time;
      }
      await sleep(200);
    }
  } finally {
    await browser.close();
  }
  throw new Error(`No page made the mark ${mark}`);
}
