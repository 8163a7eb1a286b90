import type { App, Session, WebContents } from 'electron';
import { withoutSecrets } from './addresses.ts';
import { type Allowance, allowed, allowedAsPage, namesAllowed, permissionAllowed } from './allowance.ts';
import type { RefusedThing, ShellLog } from './shell-log.ts';
import { blockedInKiosk, blockedInWindow, type KeyInput } from './shortcuts.ts';

function refusal(log: ShellLog, what: RefusedThing, address: string): void {
  log({ event: 'lockdown.refused', what, where: withoutSecrets(address) });
}

/**
 * Refuses every permission, device, download and foreign request of a session. A window that is given as
 * `camera` may have the picture of a camera.
 */
export function lockSession(
  session: Session,
  allowance: Allowance,
  log: ShellLog,
  devTools: boolean,
  camera: (contents: WebContents) => boolean = () => false,
): void {
  session.setPermissionRequestHandler((contents, permission, decide, details) => {
    const granted =
      camera(contents) &&
      permissionAllowed(
        {
          permission,
          origin: details.requestingUrl,
          mainFrame: details.isMainFrame,
          media: 'mediaTypes' in details ? (details.mediaTypes ?? []) : [],
        },
        allowance,
      );
    if (!granted) log({ event: 'lockdown.refused', what: 'permission', where: permission });
    decide(granted);
  });
  session.setPermissionCheckHandler((contents, permission, origin, details) => {
    const ask = {
      permission,
      origin: details.securityOrigin ?? origin,
      mainFrame: details.isMainFrame,
      media: details.mediaType === undefined ? [] : [details.mediaType],
    };
    return contents !== null && camera(contents) && namesAllowed(ask, allowance);
  });
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event, item) => {
    event.preventDefault();
    refusal(log, 'download', item.getURL());
  });
  session.setSpellCheckerEnabled(false);
  session.webRequest.onBeforeRequest((details, decide) => {
    const ok = allowed(details.url, allowance) || (devTools && details.url.startsWith('devtools:'));
    if (!ok) refusal(log, 'request', details.url);
    decide({ cancel: !ok });
  });
}

/** Keeps a page where it belongs: no other address, no new window, no zoom, no menu, no shortcut out. */
export function lockContents(
  contents: WebContents,
  allowance: Allowance,
  kiosk: boolean,
  log: ShellLog,
): void {
  const stay = (event: { preventDefault: () => void; url: string }) => {
    if (allowedAsPage(event.url, allowance)) return;
    event.preventDefault();
    refusal(log, 'navigation', event.url);
  };
  contents.on('will-navigate', stay);
  contents.on('will-redirect', stay);
  contents.on('will-frame-navigate', stay);
  contents.setWindowOpenHandler(({ url }) => {
    refusal(log, 'window', url);
    return { action: 'deny' };
  });
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
    refusal(log, 'webview', 'about:blank');
  });
  contents.on('before-input-event', (event, input: KeyInput) => {
    if (kiosk ? blockedInKiosk(input) : blockedInWindow(input)) event.preventDefault();
  });
  if (kiosk) contents.on('context-menu', (event) => event.preventDefault());
  // Per page, because a new document starts with the limits of the engine.
  contents.on('dom-ready', () => {
    contents.setVisualZoomLevelLimits(1, 1).catch((error: unknown) => {
      if (!contents.isDestroyed()) log({ event: 'shell.failed', problem: `zoom limits: ${String(error)}` });
    });
  });
}

/** Refuses bad certificates and passwords for every window there will be. */
export function lockApp(app: App, log: ShellLog): void {
  app.on('certificate-error', (event, _contents, url, _error, _certificate, decide) => {
    event.preventDefault();
    refusal(log, 'certificate', url);
    decide(false);
  });
  app.on('select-client-certificate', (event, _contents, url, _list, choose) => {
    event.preventDefault();
    refusal(log, 'certificate', url);
    choose();
  });
  app.on('login', (event, _contents, details, _auth, answer) => {
    event.preventDefault();
    refusal(log, 'login', details.url);
    answer();
  });
}
