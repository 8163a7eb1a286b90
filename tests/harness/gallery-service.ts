/**
 * In place of the terminal's service: gives out the gallery, so that a page can be tried in the real shell. Started
 * by the shell with the built pages' folder in `TERMINAL_PAGE`.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join, normalize } from 'node:path';

/** What the shell's environment must hold. */
export type GalleryEnvironment = { readonly TERMINAL_PAGE: string };

const folder = process.env['TERMINAL_PAGE'] ?? '';
const types: Readonly<Record<string, string>> = {
  html: 'text/html',
  js: 'text/javascript',
  css: 'text/css',
  woff2: 'font/woff2',
  svg: 'image/svg+xml',
};
// As of the pages of this machine's own server.
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; media-src 'self'; connect-src 'self'";

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
  const name = pathname === '/' ? 'gallery.html' : normalize(pathname);
  try {
    const body = readFileSync(join(folder, name));
    const type = types[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
    response.writeHead(200, { 'content-type': type, 'content-security-policy': policy }).end(body);
  } catch {
    response.writeHead(404).end();
  }
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  process.send?.({ kind: 'ready', url: `http://127.0.0.1:${port}/`, port });
});
for (const signal of ['SIGTERM', 'SIGINT', 'disconnect']) process.on(signal, () => process.exit(0));
