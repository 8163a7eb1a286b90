import { BrowserWindow, screen, session } from 'electron';
import type { Allowance } from './allowance.ts';
import { pagePreferences } from './kiosk-window.ts';
import { lockContents, lockSession } from './lockdown.ts';
import type { ShellLog } from './shell-log.ts';

const DOCK = { width: 720, height: 960 };

/** Opens the device dock of emulated devices beside the terminal; development only. */
export function openDockWindow(url: string, beside: BrowserWindow, log: ShellLog): BrowserWindow {
  const origin = new URL(url).origin;
  const allowance: Allowance = { origin: () => origin, bundledPage: null };
  lockSession(session.fromPartition('dock'), allowance, log, true);
  const { y, width } = beside.getBounds();
  const room = screen.getDisplayMatching(beside.getBounds()).workArea;
  // Centred as a pair; where they do not fit, each at its edge, so that both can be reached.
  const margin = Math.max(0, Math.floor((room.width - width - DOCK.width) / 2));
  beside.setPosition(room.x + margin, y);
  const window = new BrowserWindow({
    ...pagePreferences('dock', true),
    ...DOCK,
    x: room.x + room.width - margin - DOCK.width,
    y,
    title: '蒙速办 · 设备台',
    autoHideMenuBar: true,
  });
  window.removeMenu();
  lockContents(window.webContents, allowance, false, log);
  window.loadURL(url).catch((error: unknown) => {
    const code = error instanceof Error && 'errno' in error ? Number(error.errno) : 0;
    if (!window.isDestroyed()) log({ event: 'page.load-failed', code });
  });
  return window;
}
