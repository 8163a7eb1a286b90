import { parseAddress } from './addresses.ts';

/** Which pages a window may show: the origin it was given last, and the bundled page. */
export type Allowance = {
  /** `http://127.0.0.1:<port>`, or null while there is none. */
  readonly origin: () => string | null;
  /** Address of the page that the shell itself gives out; null for a window that has none. */
  readonly bundledPage: string | null;
};

/** Whether an address belongs to what a window may load. */
export function allowed(address: string, allowance: Allowance): boolean {
  const url = parseAddress(address);
  if (url === null) return false;
  if (address === allowance.bundledPage) return true;
  if (url.protocol === 'file:') return false;
  const origin = allowance.origin();
  if (origin === null) return false;
  if (url.protocol === 'blob:' || url.protocol === 'data:') return true;
  const web =
    url.protocol === 'ws:'
      ? `http://${url.host}`
      : url.protocol === 'wss:'
        ? `https://${url.host}`
        : url.origin;
  return web === origin;
}

/** Whether a window may go to an address: as `allowed`, but never to a page made of data. */
export function allowedAsPage(address: string, allowance: Allowance): boolean {
  return /^(https?|file):/.test(address) && allowed(address, allowance);
}

/** What a page asks for, or asks whether it may have. */
export type PermissionAsk = {
  readonly permission: string;
  /** Origin or address of the frame that asks. */
  readonly origin: string | undefined;
  readonly mainFrame: boolean;
  /** `video`, `audio` or `unknown`; empty for what is no medium. */
  readonly media: readonly string[];
};

/**
 * Whether a page may have what it asks for: the picture of a camera, without sound, and only the service's own
 * page, which photographs documents. Everything else a page could ask for is refused.
 */
export function permissionAllowed(ask: PermissionAsk, allowance: Allowance): boolean {
  if (ask.permission !== 'media' || !ask.mainFrame) return false;
  if (ask.media.length === 0 || ask.media.some((kind) => kind !== 'video')) return false;
  const origin = allowance.origin();
  return origin !== null && parseAddress(ask.origin ?? '')?.origin === origin;
}

/**
 * Whether a page may know the names of cameras, which is checked and not asked for. Electron 25 says `audio` for both
 * kinds of device there, so the names of microphones go with them; sound itself is always asked for, and refused.
 */
export function namesAllowed(check: PermissionAsk, allowance: Allowance): boolean {
  const [kind] = check.media;
  return (
    (kind === 'audio' || kind === 'video') && permissionAllowed({ ...check, media: ['video'] }, allowance)
  );
}
