import { BrowserWindow, session } from 'electron';
import { err, ok, type Result } from 'neverthrow';
import type { Allowance } from './allowance.ts';
import { pagePreferences } from './kiosk-window.ts';
import { lockContents, lockSession } from './lockdown.ts';
import type { ShellLog } from './shell-log.ts';

/** failed: Chromium could not show or print the sheet. timeout: it did not get ready. */
export type A4PageError = { readonly code: 'A4_PAGE_FAILED' | 'A4_PAGE_TIMEOUT'; readonly detail: string };

export type A4Pages = {
  /**
   * Makes a PDF of a document, which must carry all that it shows: styles in it, pictures and fonts as `data:`.
   * Nothing of it runs and nothing is fetched for it. One document after the other.
   */
  readonly pdfOf: (html: string) => Promise<Result<Uint8Array, A4PageError>>;
};

/** A scheme of its own: a `data:` address holds no more than 2 MB, and a file would lie on the disk. */
const SCHEME = 'a4-sheet';
const ADDRESS = `${SCHEME}://sheet/`;
const PARTITION = 'a4-pages';
/** Pictures of some pages are decoded and laid out in about a second on the slowest terminals. */
const READY_WITHIN_MS = 30_000;

const POLICY = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src data:',
  'font-src data:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** Turns documents into A4 PDFs in a window that nobody sees. Call it once, when the app is ready. */
export function createA4Pages(log: ShellLog, readyWithinMs = READY_WITHIN_MS): A4Pages {
  const allowance: Allowance = { origin: () => null, bundledPage: ADDRESS };
  const sheets = session.fromPartition(PARTITION);
  lockSession(sheets, allowance, log, false);
  let document = '';
  sheets.protocol.handle(SCHEME, () => {
    const headers = { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': POLICY };
    return new Response(document, { headers });
  });

  const print = async (html: string): Promise<Result<Uint8Array, A4PageError>> => {
    const { webPreferences } = pagePreferences(PARTITION, false);
    const window = new BrowserWindow({
      show: false,
      webPreferences: { ...webPreferences, javascript: false, backgroundThrottling: false },
    });
    lockContents(window.webContents, allowance, true, log);
    document = html;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<Result<Uint8Array, A4PageError>>((resolve) => {
      timer = setTimeout(
        () => resolve(err({ code: 'A4_PAGE_TIMEOUT', detail: `not ready after ${readyWithinMs} ms` })),
        readyWithinMs,
      );
    });
    const made = await Promise.race([pdfIn(window), late]);
    clearTimeout(timer);
    // What the sheet shows is personal: neither its text nor its window outlives the PDF.
    document = '';
    window.destroy();
    return made;
  };

  let last: Promise<unknown> = Promise.resolve();
  return {
    pdfOf: (html) => {
      const mine = last.then(() => print(html));
      last = mine;
      return mine;
    },
  };
}

async function pdfIn(window: BrowserWindow): Promise<Result<Uint8Array, A4PageError>> {
  try {
    await window.loadURL(ADDRESS);
    const pdf = await window.webContents.printToPDF({
      pageSize: 'A4',
      preferCSSPageSize: true,
      printBackground: true,
    });
    return ok(pdf);
  } catch (error) {
    return err({ code: 'A4_PAGE_FAILED', detail: error instanceof Error ? error.message : 'unknown' });
  }
}
