import { BrowserWindow, session } from 'electron';
import type { Allowance } from './allowance.ts';
import { pagePreferences } from './kiosk-window.ts';
import { lockContents, lockSession } from './lockdown.ts';
import type { ShellLog } from './shell-log.ts';

/** Opens the device dock of emulated devices beside the terminal; development only. */
export function openDockWindow(url: string, beside: BrowserWindow, log: ShellLog): BrowserWindow {
  const origin = new URL(url).origin;
  const allowance: Allowance = { origin: () => origin, bundledPage: null };
  lockSession(session.fromPartition('dock'), allowance, log, true);
  const { x, y, width } = beside.getBounds();
  const window = new BrowserWindow({
    ...pagePreferences('dock', true),
    x: x + width,
    y,
    width: 720,
    height: 960,
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
