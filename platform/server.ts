import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { OpenAPIHandler } from '@orpc/openapi/fastify';
import fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyRequest,
  LogController,
} from 'fastify';
import type { Clock } from '#domain/time/clock.ts';
import type { Database } from './database/database.ts';
import { type DeskParts, serveDesk } from './desk/desk-server.ts';
import type { HallChanges } from './live/hall-changes.ts';
import { servePages, serveVoice } from './pages.ts';
import { reportFailure } from './report-failure.ts';
import type { RequestContext } from './request-context.ts';
import { platformRouter } from './router.ts';

export const API_PREFIX = '/api/v1';

const CLOSE_IDLE_EVERY_MS = 100;

/** The bytes of each body as they came: these the signature covers, not what was parsed of them. */
const rawBodies = new WeakMap<FastifyRequest, Buffer>();

export type ServerParts = {
  readonly database: Database;
  readonly clock: Clock;
  readonly secret: Uint8Array;
  readonly changes: HallChanges;
  /** The folder of the built pages; undefined serves none. */
  readonly pages: string | undefined;
  /** The folder of the boards' voice, a folder a language; undefined leaves them silent. */
  readonly voice?: string | undefined;
  readonly log: FastifyBaseLogger;
  /** Addresses whose word is taken for where a request came from; nobody's when left out. */
  readonly trustProxy?: readonly string[];
  readonly streams?: DeskParts['streams'];
};

/** The platform's HTTP server, not listening yet. */
export function createServer(parts: ServerParts): FastifyInstance {
  const server = fastify({
    loggerInstance: parts.log,
    // Its own lines hold the query and the caller's address; one line of our own stands below.
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: [...(parts.trustProxy ?? [])],
    genReqId: () => randomBytes(4).toString('hex'),
    // Lets a stop end at once although terminals keep their connections open.
    forceCloseConnections: 'idle',
  });
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    const bytes = Buffer.from(body);
    rawBodies.set(request, bytes);
    try {
      done(null, JSON.parse(bytes.toString('utf8')));
    } catch {
      done(Object.assign(new Error('The body is not JSON.'), { statusCode: 400 }));
    }
  });
  server.addHook('onResponse', async (request, reply) => {
    request.log.info(
      {
        method: request.method,
        path: pathOf(request),
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
      },
      'answered',
    );
  });
  const handler = new OpenAPIHandler<RequestContext>(platformRouter, { interceptors: [reportFailure] });
  server.all(`${API_PREFIX}/*`, async (request, reply) => {
    const { matched } = await handler.handle(request, reply, {
      prefix: API_PREFIX,
      context: contextOf(parts, request),
    });
    if (!matched) reply.callNotFound();
  });
  const unused = connectionsNotUsedYet(server);
  server.addHook('preClose', (done) => {
    for (const socket of unused) socket.destroy();
    // A connection whose answer was on its way when the stop began is idle a moment later.
    const closing = setInterval(() => server.server.closeIdleConnections(), CLOSE_IDLE_EVERY_MS);
    server.server.once('close', () => clearInterval(closing));
    done();
  });
  serveDesk(server, parts);
  if (parts.pages !== undefined) servePages(server, parts.pages);
  if (parts.voice !== undefined) serveVoice(server, parts.voice);
  return server;
}

/** Those that a browser has opened ahead of need: for Node they are not idle, and a stop would wait for them. */
function connectionsNotUsedYet(server: FastifyInstance): ReadonlySet<Socket> {
  const unused = new Set<Socket>();
  server.server.on('connection', (socket: Socket) => {
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  server.server.on('request', ({ socket }: IncomingMessage) => unused.delete(socket));
  return unused;
}

function contextOf(
  { database, clock, secret, changes }: ServerParts,
  request: FastifyRequest,
): RequestContext {
  return {
    database,
    clock,
    secret,
    changes,
    log: request.log,
    reference: request.id,
    method: request.method,
    target: request.raw.url ?? request.url,
    header: (name) => {
      const value = request.headers[name];
      return typeof value === 'string' ? value : undefined;
    },
    body: rawBodies.get(request) ?? Buffer.alloc(0),
  };
}

/** In the address of a ticket's or an appointment's page: whoever has it may cancel what it opens. */
const TICKET_TOKEN = /\/[\w-]{22}(?=\/|$)/g;
const APPOINTMENT_CODE = /(?<=\/(?:a|appointment)\/)[^/]+/g;

/** Without the query, which may hold anything, and without what opens a ticket or an appointment. */
function pathOf(request: FastifyRequest): string {
  return (
    (request.raw.url ?? '')
      .split('?', 1)[0]
      ?.replaceAll(TICKET_TOKEN, '/…')
      .replaceAll(APPOINTMENT_CODE, '…') ?? ''
  );
}
