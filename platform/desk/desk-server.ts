import fastifyCookie from '@fastify/cookie';
import { OpenAPIHandler } from '@orpc/openapi/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { createGuessLimit, type GuessLimit } from '#domain/codes/guess-limit.ts';
import type { Clock } from '#domain/time/clock.ts';
import type { Database } from '../database/database.ts';
import type { HallChanges } from '../live/hall-changes.ts';
import type { HallState } from '../live/hall-state.ts';
import { createLiveView, type LiveView } from '../live/live-view.ts';
import { lookAtHall } from '../live/look-at-hall.ts';
import { reportFailure } from '../report-failure.ts';
import { AnonymousStreams, type StreamLimits } from './anonymous-streams.ts';
import type { DeskContext } from './desk-context.ts';
import { deskRouter } from './desk-router.ts';

export const DESK_PREFIX = '/desk/api';

const SESSION_COOKIE = 'desk-session';

export type DeskParts = {
  readonly database: Database;
  readonly clock: Clock;
  readonly secret: Uint8Array;
  readonly changes: HallChanges;
  /** How many boards and phones it serves at a time; its own numbers when left out. */
  readonly streams?: StreamLimits | undefined;
};

/**
 * All phones of a hall may have one address, and a code is only ever mistyped by hand: far more than honest people
 * need, far fewer than would find one of them.
 */
const WRONG_CODES = { tries: 50, forMs: 5 * 60_000 };

/** Serves what the pages of staff, board and phones ask, to browsers with a cookie instead of terminals with a key. */
export function serveDesk(server: FastifyInstance, parts: DeskParts): void {
  const { database, clock } = parts;
  const live = createLiveView(parts.changes, (hallId) => lookAtHall(database, clock, hallId));
  const streams = new AnonymousStreams(parts.streams);
  const guesses = createGuessLimit(WRONG_CODES);
  server.addHook('preClose', (done) => {
    live.close();
    done();
  });
  const handler = new OpenAPIHandler<DeskContext>(deskRouter, { interceptors: [reportFailure] });
  server.register(fastifyCookie);
  server.all(`${DESK_PREFIX}/*`, async (request, reply) => {
    if (comesFromElsewhere(request)) return reply.code(403).send({ code: 'FORBIDDEN' });
    const context = contextOf(parts, { live, streams, guesses }, request, reply);
    const { matched } = await handler.handle(request, reply, { prefix: DESK_PREFIX, context });
    if (!matched) reply.callNotFound();
    return reply;
  });
}

/**
 * A browser says where a request was made that changes something. The cookie is of the same site only; another
 * port or program on the same host is the same site and still not us. Behind a proxy it is the proxy's host.
 */
function comesFromElsewhere({ method, headers, host }: FastifyRequest): boolean {
  if (method === 'GET' || method === 'HEAD') return false;
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true;
  return headers.origin !== undefined && URL.parse(headers.origin)?.host !== host;
}

type Shared = {
  readonly live: LiveView<HallState>;
  readonly streams: AnonymousStreams;
  readonly guesses: GuessLimit;
};

function contextOf(
  { database, clock, secret, changes }: DeskParts,
  { live, streams, guesses }: Shared,
  request: FastifyRequest,
  reply: FastifyReply,
): DeskContext {
  const cookie = { path: DESK_PREFIX, httpOnly: true, sameSite: 'strict', secure: 'auto' } as const;
  return {
    database,
    clock,
    secret,
    log: request.log,
    address: request.ip,
    reference: request.id,
    changes,
    live,
    guesses,
    admitsStream: () => streams.admit(request.ip, reply.raw),
    session: {
      token: request.cookies[SESSION_COOKIE],
      keep: (token, maxAge) => reply.setCookie(SESSION_COOKIE, token, { ...cookie, maxAge }),
      forget: () => reply.clearCookie(SESSION_COOKIE, cookie),
    },
  };
}
