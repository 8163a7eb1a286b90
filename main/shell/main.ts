import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app, Menu, powerSaveBlocker } from 'electron';
import { type A4Pages, createA4Pages } from './a4-pages.ts';
import { answerA4Request } from './a4-requests.ts';
import { openDockWindow } from './dock-window.ts';
import { type KioskWindow, openKioskWindow } from './kiosk-window.ts';
import { lockApp } from './lockdown.ts';
import { pageTiming } from './page-keeper.ts';
import { type RunningService, runService, type ServiceState } from './service-process.ts';
import { supervisorTiming } from './service-supervisor.ts';
import { type ShellSettings, shellSettings } from './settings.ts';
import { shellLog } from './shell-log.ts';

const dataFolder = app.commandLine.getSwitchValue('user-data-dir');
if (dataFolder !== '') app.setPath('userData', dataFolder);

// A screen in a public hall: two fingers must not zoom, a swipe must not go back, a voice may speak unasked.
app.commandLine.appendSwitch('disable-pinch');
app.commandLine.appendSwitch('overscroll-history-navigation', '0');
app.commandLine.appendSwitch('autoplay-policy', 'no-user-gesture-required');
// Sessions live in memory, so that nothing needs a key ring, whose question would stand before the kiosk.
app.commandLine.appendSwitch('password-store', 'basic');
app.enableSandbox();
Menu.setApplicationMenu(null);

if (app.requestSingleInstanceLock()) {
  run();
} else {
  process.stderr.write(`${JSON.stringify({ event: 'shell.already-running' })}\n`);
  app.exit(0);
}

function run(): void {
  const settings = shellSettings(
    {
      packaged: app.isPackaged,
      env: process.env,
      hasSwitch: (name) => app.commandLine.hasSwitch(name),
      shellFolder: __dirname,
      resources: process.resourcesPath,
      dataFolder: app.getPath('userData'),
      exists: existsSync,
    },
    process.env['TERMINAL_TOKEN'] ?? randomBytes(32).toString('base64url'),
  );
  const log = shellLog(join(app.getPath('userData'), 'logs'), Date.now);
  log({
    event: 'shell.started',
    electron: process.versions.electron ?? '',
    packaged: app.isPackaged,
    kiosk: settings.kiosk,
  });
  // Electron's own answer is a dialogue that stands before the kiosk and waits for somebody to press a button.
  const fail = (problem: unknown) => {
    log({
      event: 'shell.failed',
      problem: problem instanceof Error ? (problem.stack ?? problem.message) : 'unknown',
    });
    app.exit(1);
  };
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  lockApp(app, log);

  let kiosk: KioskWindow | null = null;
  let service: RunningService | null = null;
  let phase: 'running' | 'stopping' | 'stopped' = 'running';

  const stop = async () => {
    if (phase !== 'running') return;
    phase = 'stopping';
    log({ event: 'shell.stopping' });
    await service?.stop();
    phase = 'stopped';
    log({ event: 'shell.stopped' });
    kiosk?.release();
    app.quit();
  };

  app.on('before-quit', (event) => {
    if (phase === 'stopped') return;
    event.preventDefault();
    void stop();
  });
  app.on('window-all-closed', () => app.quit());
  app.on('second-instance', () => {
    log({ event: 'shell.second-instance' });
    kiosk?.focus();
  });
  app.on('child-process-gone', (_event, details) => {
    // Chromium starts its graphics and helper processes again by itself.
    log({
      event: 'process.gone',
      type: details.type,
      reason: details.reason,
      exitCode: details.exitCode,
    });
  });
  // SIGTERM and SIGINT come as `before-quit`: Chromium holds the handlers.
  process.on('disconnect', () => void stop());

  // The service needs nothing of Electron: it starts while Chromium does.
  let serviceState: ServiceState | null = null;
  const onState = (state: ServiceState) => {
    serviceState = state;
    kiosk?.serviceChanged(state);
  };
  let pages: A4Pages | null = null;
  const a4Pages = async () => {
    await app.whenReady();
    pages ??= createA4Pages(log);
    return pages;
  };
  service = runService(settings.service, supervisorTiming, onState, log, (message, answer) =>
    answerA4Request(message, a4Pages, answer),
  );
  void open();

  async function open(): Promise<void> {
    await app.whenReady();
    if (phase !== 'running') return;
    kiosk = openTerminal(settings, log, () => phase !== 'running');
    if (serviceState !== null) kiosk.serviceChanged(serviceState);
    if (settings.dockUrl !== null) openDockWindow(settings.dockUrl, kiosk.window, log);
  }
}

function openTerminal(
  settings: ShellSettings,
  log: ReturnType<typeof shellLog>,
  stopping: () => boolean,
): KioskWindow {
  const oneMomentFile = join(__dirname, 'one-moment.html');
  const terminal = openKioskWindow(
    {
      kiosk: settings.kiosk,
      packaged: app.isPackaged,
      oneMomentFile,
      oneMomentUrl: pathToFileURL(oneMomentFile).href,
      onShown: once(tellReady),
    },
    pageTiming,
    log,
  );
  // In a kiosk only an orderly stop closes the window, not a key of the window manager.
  terminal.window.on('close', (event) => {
    if (settings.kiosk && !stopping()) event.preventDefault();
  });
  terminal.window.on('closed', () => app.quit());
  if (settings.kiosk) powerSaveBlocker.start('prevent-display-sleep');
  return terminal;
}

function tellReady(): void {
  const message = { kind: 'ready' };
  if (process.send === undefined) process.stdout.write(`${JSON.stringify(message)}\n`);
  else process.send(message);
}

function once(work: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    work();
  };
}
