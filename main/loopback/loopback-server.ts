import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { err, ok, type Result } from 'neverthrow';
import { type WebSocket, WebSocketServer } from 'ws';
import { findStaticFile } from './static-files.ts';

export type LoopbackOptions = {
  /** 0 takes any free port. */
  readonly port: number;
  /** The secret of this boot, base64url; whoever opens the address with it gets the cookie. */
  readonly token: string;
  /** The built page; it need not exist, then every page answers 404. */
  readonly pageFolder: string;
  readonly indexFile: string;
  /** Without it sockets wait for `serve`; the page can be had meanwhile. */
  readonly onSocket?: (socket: WebSocket) => void;
  /** CSP sources of inline style sheets a library adds by itself, such as `'sha256-…'`. */
  readonly styleSources?: readonly string[];
};

export type LoopbackServer = {
  /** The address to open, token and all. */
  readonly url: string;
  readonly port: number;
  /** Settles when the first socket has come, whether it is served or waits. */
  readonly firstSocket: Promise<void>;
  /** Whom sockets go to from now on, those that have waited first; once. */
  readonly serve: (onSocket: (socket: WebSocket) => void) => void;
  /** Ends every socket and request, frees the port. */
  readonly close: () => Promise<void>;
};

export type LoopbackError = 'PORT_IN_USE' | 'PORT_DENIED';

const SOCKET_PATH = '/rpc';
const ADDRESS = '127.0.0.1';
const MAX_MESSAGE_BYTES = 1024 * 1024;

/**
 * Serves one page and one WebSocket (`/rpc`) to this machine only. Any program on the machine can reach a
 * loopback port, and any web page can try: so nothing is served without the token's cookie, the Host must be
 * ours (DNS rebinding), and a socket's Origin must be ours (cross-site WebSockets).
 */
export async function startLoopbackServer(
  options: LoopbackOptions,
): Promise<Result<LoopbackServer, LoopbackError>> {
  const server = createServer();
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
  });

  const firstSocket = Promise.withResolvers<void>();
  const owner = Promise.withResolvers<(socket: WebSocket) => void>();
  if (options.onSocket) owner.resolve(options.onSocket);

  const listening = await listen(server, options.port);
  if (listening.isErr()) return err(listening.error);
  const port = listening.value;
  const gate = gateFor(port, options.token);

  server.on('request', (request, response) => void answer(options, gate, request, response));
  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    // A peer that vanishes in the middle of the handshake is no fault of ours.
    stream.on('error', () => stream.destroy());
    if (
      pathOf(request) !== SOCKET_PATH ||
      !gate.ownHost(request) ||
      !gate.ownOrigin(request) ||
      !gate.knows(request)
    ) {
      stream.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    void handOver(request, stream, head);
  });

  /** A socket that comes before its owner waits for him. */
  async function handOver(request: IncomingMessage, stream: Duplex, head: Buffer): Promise<void> {
    firstSocket.resolve();
    const onSocket = await owner.promise;
    if (stream.destroyed) return;
    sockets.handleUpgrade(request, stream, head, (socket) => {
      // The `close` that follows tells the owner; without a listener a broken frame would end the process.
      socket.on('error', () => socket.terminate());
      onSocket(socket);
    });
  }

  return ok({
    url: `http://${ADDRESS}:${port}/?token=${options.token}`,
    port,
    firstSocket: firstSocket.promise,
    serve: owner.resolve,
    close: () => close(server, sockets),
  });
}

/** The Content-Security-Policy of every page this server gives out. */
function contentSecurityPolicy(styleSources: readonly string[]): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    ["style-src 'self'", ...styleSources].join(' '),
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "media-src 'self'",
    "connect-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

type Gate = {
  readonly cookie: string;
  readonly ownHost: (request: IncomingMessage) => boolean;
  readonly ownOrigin: (request: IncomingMessage) => boolean;
  readonly knows: (request: IncomingMessage) => boolean;
  readonly isToken: (text: string) => boolean;
};

function gateFor(port: number, token: string): Gate {
  const hosts = new Set([`${ADDRESS}:${port}`, `localhost:${port}`]);
  const origins = new Set([...hosts].map((host) => `http://${host}`));
  // Cookies ignore ports: without the port in the name the dock's cookie would overwrite the terminal's.
  const cookieName = `loopback-${port}`;
  const wanted = digest(token);
  const isToken = (text: string) => timingSafeEqual(digest(text), wanted);
  return {
    cookie: `${cookieName}=${token}; Path=/; HttpOnly; SameSite=Strict`,
    ownHost: (request) => hosts.has(request.headers.host ?? ''),
    ownOrigin: (request) => origins.has(request.headers.origin ?? ''),
    knows: (request) => cookiesNamed(cookieName, request.headers.cookie).some(isToken),
    isToken,
  };
}

async function answer(
  options: LoopbackOptions,
  gate: Gate,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  for (const [name, value] of Object.entries(SAFETY_HEADERS)) response.setHeader(name, value);
  response.setHeader('Content-Security-Policy', contentSecurityPolicy(options.styleSources ?? []));
  // Who asks by himself and not by a page has no opener to be cut off from; cutting costs the shell a second process.
  if (request.headers['sec-fetch-site'] !== 'none')
    response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
  if (!gate.ownHost(request)) return refuse(response, 403, 'Wrong host.');
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD');
    return refuse(response, 405, 'Only GET and HEAD.');
  }
  const token = queryOf(request).get('token');
  if (token !== null && gate.isToken(token)) {
    // Always to the root: sending the path back could send the browser to another host.
    response.writeHead(303, { Location: '/', 'Set-Cookie': gate.cookie, 'Cache-Control': 'no-store' });
    response.end();
    return;
  }
  if (!gate.knows(request)) return refuse(response, 403, 'Open the address that was printed at the start.');
  const file = await findStaticFile(options.pageFolder, options.indexFile, pathOf(request));
  if (file === undefined) return refuse(response, 404, 'No such file.');
  response.writeHead(200, {
    'Content-Type': file.contentType,
    'Content-Length': file.bytes.length,
    'Cache-Control': file.cacheControl,
  });
  response.end(request.method === 'HEAD' ? undefined : file.bytes);
}

const SAFETY_HEADERS: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

function refuse(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' });
  response.end(`${text}\n`);
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?', 1)[0] ?? '/';
}

function queryOf(request: IncomingMessage): URLSearchParams {
  const target = request.url ?? '/';
  const mark = target.indexOf('?');
  return new URLSearchParams(mark < 0 ? '' : target.slice(mark + 1));
}

function cookiesNamed(name: string, header: string | undefined): string[] {
  return (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
}

/** Equal lengths whatever is compared, so that the comparison tells nothing. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function listen(server: Server, port: number): Promise<Result<number, LoopbackError>> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(err('PORT_IN_USE'));
      else if (error.code === 'EACCES') resolve(err('PORT_DENIED'));
      else reject(error);
    };
    server.once('error', onError);
    server.listen({ port, host: ADDRESS, exclusive: true }, () => {
      server.off('error', onError);
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('a TCP server has a port'));
      else resolve(ok(address.port));
    });
  });
}

async function close(server: Server, sockets: WebSocketServer): Promise<void> {
  for (const socket of sockets.clients) socket.terminate();
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
