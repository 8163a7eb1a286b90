import {
  BrowserWindow,
  type BrowserWindowConstructorOptions,
  screen,
  session,
  type WebContents,
} from 'electron';
import { createActor } from 'xstate';
import type { Allowance } from './allowance.ts';
import { lockContents, lockSession } from './lockdown.ts';
import { type PageTiming, pageKeeper } from './page-keeper.ts';
import type { ServiceState } from './service-process.ts';
import type { ShellLog } from './shell-log.ts';

export type KioskWindow = {
  readonly window: BrowserWindow;
  readonly serviceChanged: (state: ServiceState) => void;
  readonly focus: () => void;
  /** Leaves the page as it is from now on: the shell is about to end. */
  readonly release: () => void;
};

export type KioskOptions = {
  readonly kiosk: boolean;
  readonly packaged: boolean;
  readonly oneMomentFile: string;
  /** `file:` address of the same file. */
  readonly oneMomentUrl: string;
  /** Told each time the service's page has come up. */
  readonly onShown: () => void;
};

/** The picture of the product's screen, in CSS pixels. */
const PORTRAIT = { width: 1080, height: 1920 };

/** Preferences of every window: a page is a page and nothing more. */
export function pagePreferences(partition: string, devTools: boolean): BrowserWindowConstructorOptions {
  return {
    webPreferences: {
      // Without `persist:` everything a page keeps lives in memory and ends with the process.
      partition,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools,
    },
  };
}

/** Opens the terminal's window and keeps a page in it. */
export function openKioskWindow(options: KioskOptions, timing: PageTiming, log: ShellLog): KioskWindow {
  const { kiosk, packaged, oneMomentFile, oneMomentUrl } = options;
  let origin: string | null = null;
  const allowance: Allowance = { origin: () => origin, bundledPage: oneMomentUrl };
  const partition = 'terminal';
  // Only this window's page photographs documents.
  const mayUseCamera = (asking: WebContents) => !window.isDestroyed() && asking.id === contents.id;
  lockSession(session.fromPartition(partition), allowance, log, !packaged, mayUseCamera);

  const window = new BrowserWindow({
    ...pagePreferences(partition, !packaged),
    ...(kiosk ? wholeScreen() : windowInReach()),
    show: false,
    title: '蒙速办',
    autoHideMenuBar: true,
    backgroundColor: '#f3f5f8',
  });
  window.removeMenu();
  window.on('page-title-updated', (event) => event.preventDefault());
  window.once('ready-to-show', () => window.show());
  if (!kiosk) window.setAspectRatio(PORTRAIT.width / PORTRAIT.height);
  const contents = window.webContents;
  lockContents(contents, allowance, kiosk, log);

  // Each load has a number, so that a page that was replaced in the meantime reports to nobody.
  let loadNumber = 0;
  const ask = async () => {
    try {
      await contents.executeJavaScript('0');
    } catch {
      // A page that is being replaced answers with a failure, which is an answer; a crash has its own event.
    }
    actor.send({ type: 'RESPONSIVE' });
  };
  const load = async (url: string) => {
    loadNumber += 1;
    const mine = loadNumber;
    const replaced = () => mine !== loadNumber || window.isDestroyed();
    try {
      await window.loadURL(url);
      if (!replaced()) actor.send({ type: 'LOADED' });
    } catch (error) {
      if (replaced()) return;
      log({ event: 'page.load-failed', code: errorNumber(error) });
      actor.send({ type: 'LOAD_FAILED' });
    }
  };
  const actor = createActor(
    pageKeeper(
      {
        showOneMoment: () => {
          loadNumber += 1;
          window.loadFile(oneMomentFile).then(
            () => log({ event: 'page.one-moment' }),
            (error: unknown) => {
              if (!window.isDestroyed()) log({ event: 'page.load-failed', code: errorNumber(error) });
            },
          );
        },
        load: (url) => void load(url),
        ask: () => void ask(),
        endRenderer: () => contents.forcefullyCrashRenderer(),
        note: (note) => {
          log(note);
          if (note.event === 'page.shown') options.onShown();
        },
      },
      timing,
    ),
  );
  contents.on('render-process-gone', (_event, details) => {
    log({ event: 'page.renderer-gone', reason: details.reason, exitCode: details.exitCode });
    actor.send({ type: 'RENDERER_GONE' });
  });
  window.on('unresponsive', () => {
    log({ event: 'page.unresponsive' });
    actor.send({ type: 'UNRESPONSIVE' });
  });
  window.on('responsive', () => {
    log({ event: 'page.responsive' });
    actor.send({ type: 'RESPONSIVE' });
  });
  window.on('closed', () => actor.stop());
  actor.start();

  return {
    window,
    serviceChanged: (state) => {
      if (state.state === 'serving') {
        origin = new URL(state.url).origin;
        actor.send({ type: 'SERVICE_READY', url: state.url });
      } else {
        actor.send({ type: 'SERVICE_AWAY' });
      }
    },
    focus: () => {
      if (window.isMinimized()) window.restore();
      window.focus();
    },
    release: () => {
      actor.stop();
    },
  };
}

/** At its size from the first moment: a page drawn before the window has grown would be drawn twice. */
function wholeScreen(): BrowserWindowConstructorOptions {
  return { kiosk: true, fullscreen: true, frame: false, ...screen.getPrimaryDisplay().bounds };
}

/** The portrait picture as large as the developer's screen allows. */
function windowInReach(): BrowserWindowConstructorOptions {
  const room = screen.getPrimaryDisplay().workAreaSize;
  const scale = Math.min(1, room.width / PORTRAIT.width, room.height / PORTRAIT.height);
  return {
    useContentSize: true,
    width: Math.floor(PORTRAIT.width * scale),
    height: Math.floor(PORTRAIT.height * scale),
  };
}

/** Chromium's number of a failed load (`errno` of a rejected `loadURL`), 0 when there is none. */
function errorNumber(error: unknown): number {
  return error instanceof Error && 'errno' in error && typeof error.errno === 'number' ? error.errno : 0;
}
