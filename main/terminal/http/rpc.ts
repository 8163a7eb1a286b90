import { implement, ORPCError, onError } from '@orpc/server';
import { RPCHandler } from '@orpc/server/ws';
import { err, ok, type Result } from 'neverthrow';
import type { WebSocket } from 'ws';
import type { FailureCode } from '#contract/failures.ts';
import { terminalContract } from '#contract/terminal/contract.ts';
import type { TerminalStatus } from '#contract/terminal/status.ts';
import type { TicketView, Waiting } from '#contract/ticket.ts';
import type { FailureReferences } from '../failure-reference.ts';
import type { Identity } from '../identity/identity.ts';
import type { Log } from '../log/log.ts';
import type { Published } from '../published.ts';
import type { Sessions } from '../session/session.ts';
import type { StorageError } from '../storage/storage.ts';

type HallError = 'HALL_UNKNOWN' | 'SERVICE_UNKNOWN';

/** What the queue feature answers the page. */
export type QueueCalls = {
  readonly waiting: (serviceId: string) => Result<Waiting, HallError>;
  readonly take: (
    serviceId: string,
    requestKey: string,
  ) => Result<TicketView, HallError | 'SESSION_ENDED' | 'NUMBERS_USED_UP' | StorageError>;
  readonly reprint: (
    ticketId: string,
    requestKey: string,
  ) => Result<TicketView, 'SESSION_ENDED' | 'TICKET_UNKNOWN' | StorageError>;
};

/** The features that exist only while the terminal serves; in maintenance there is none of them. */
export type ServingParts = { readonly identity: Identity; readonly queue: QueueCalls };

export type RpcOptions = {
  readonly status: Published<TerminalStatus>;
  readonly sessions: Sessions;
  readonly parts: () => ServingParts | undefined;
  readonly referenceFor: FailureReferences;
  readonly log: Log;
  /** An exception nobody expected, after the page was answered. */
  readonly onDefect: (error: unknown) => void;
};

/** @returns serves the contract on a socket until it closes */
export function createRpc(options: RpcOptions): (socket: WebSocket) => void {
  const handler = new RPCHandler(createRouter(options), {
    clientInterceptors: [
      onError((error, { path }) => {
        if (!(error instanceof ORPCError)) options.onDefect(error);
        else if (error.code === 'BAD_REQUEST') {
          options.log.event('page.refused-input', { procedure: path.join('.') });
        } else if (error.code === 'INTERNAL_SERVER_ERROR') options.onDefect(error.cause ?? error);
      }),
    ],
  });
  let connections = 0;
  return (socket) => {
    connections += 1;
    options.log.event('page.connected', { connections });
    socket.once('close', () => {
      connections -= 1;
    });
    void handler.upgrade(socket, { context: { drained: () => drained(socket) } });
  };
}

type RpcContext = { readonly drained: () => Promise<void> };

function createRouter({ status, sessions, parts, referenceFor }: RpcOptions) {
  const contract = implement(terminalContract).$context<RpcContext>();
  const failure = (code: FailureCode, path: readonly string[]) => ({
    data: { reference: referenceFor(code, path.join('.')) },
  });
  return contract.router({
    status: {
      watch: contract.status.watch.handler(({ context, signal }) => latest(status, context, signal)),
    },
    session: {
      watch: contract.session.watch.handler(({ context, signal }) => latest(sessions.view, context, signal)),
      start: contract.session.start.handler(({ input }) => ({
        sessionId: sessions.start(input.language).sessionId,
      })),
      setLanguage: contract.session.setLanguage.handler(({ input, errors, path }) =>
        valueOr(sessions.setLanguage(input.language), (code) => errors[code](failure(code, path))),
      ),
      touch: contract.session.touch.handler(({ errors, path }) =>
        valueOr(sessions.touch(), (code) => errors[code](failure(code, path))),
      ),
      end: contract.session.end.handler(({ input }) => sessions.end(input.reason)),
    },
    identity: {
      begin: contract.identity.begin.handler(({ errors, path }) => {
        const begun = parts()?.identity.begin() ?? err('READER_ABSENT' as const);
        return valueOr(begun, (code) => errors[code](failure(code, path)));
      }),
      cancel: contract.identity.cancel.handler(({ errors, path }) => {
        const cancelled = parts()?.identity.cancel() ?? ok();
        return valueOr(cancelled, (code) => errors[code](failure(code, path)));
      }),
    },
    queue: {
      waiting: contract.queue.waiting.handler(({ input, errors, path }) => {
        const waiting = parts()?.queue.waiting(input.serviceId) ?? err('HALL_UNKNOWN' as const);
        return valueOr(waiting, (code) => errors[code](failure(code, path)));
      }),
      take: contract.queue.take.handler(({ input, errors, path }) => {
        const taken = parts()?.queue.take(input.serviceId, input.requestKey) ?? err('HALL_UNKNOWN' as const);
        return valueOr(taken, (code) => errors[code](failure(code, path)));
      }),
      reprint: contract.queue.reprint.handler(({ input, errors, path }) => {
        const again =
          parts()?.queue.reprint(input.ticketId, input.requestKey) ?? err('TICKET_UNKNOWN' as const);
        return valueOr(again, (code) => errors[code](failure(code, path)));
      }),
    },
  });
}

function valueOr<T, E>(result: Result<T, E>, errorOf: (code: E) => Error): T {
  if (result.isErr()) throw errorOf(result.error);
  return result.value;
}

/** The present value, then each later one as fast as the page reads; what it is too slow for is left out. */
async function* latest<T>(
  published: Published<T>,
  { drained }: RpcContext,
  signal: AbortSignal | undefined,
): AsyncGenerator<T, void, void> {
  for await (const value of published.watch(signal)) {
    yield value;
    await drained();
  }
}

/** More than this on its way to the page means that it does not read. */
const UNREAD_BYTES = 64 * 1024;
const DRAIN_CHECK_MS = 50;

async function drained(socket: WebSocket): Promise<void> {
  while (socket.readyState === socket.OPEN && socket.bufferedAmount > UNREAD_BYTES) {
    await new Promise((resolve) => setTimeout(resolve, DRAIN_CHECK_MS));
  }
}
