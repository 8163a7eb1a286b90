import { createORPCClient, ORPCError } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import type { JsonifiedClient } from '@orpc/openapi-client';
import { OpenAPILink } from '@orpc/openapi-client/fetch';
import { err, ok, type Result } from 'neverthrow';
import { deskContract } from '#contract/desk/contract.ts';
import { type DeskFailureCode, deskFailureDataSchema, deskFailureStatuses } from '#contract/desk/failures.ts';

/** What a request may carry besides its input. */
export type DeskContext = {
  /** Told of every piece of the answer that arrives, also of those without meaning that keep a stream alive. */
  readonly onBytes?: () => void;
};

export type DeskClient = JsonifiedClient<ContractRouterClient<typeof deskContract, DeskContext>>;

/** What the platform refuses with, that nothing came back, or that it failed over the request. */
export type DeskFailure = {
  readonly code: DeskFailureCode | 'PLATFORM_AWAY' | 'PLATFORM_FAULT';
  /** Short number that the log calls the request by. */
  readonly reference?: string;
  /** Where a document does not fit together. */
  readonly problems?: readonly { readonly code: string; readonly name: string }[];
};

/** Where the platform serves the pages' contract, below its own address. */
const API_PATH = '/desk/api';

/** A client of the platform that served this page; its session is a cookie of the same site. */
export function createDeskClient(origin: string): DeskClient {
  const link = new OpenAPILink<DeskContext>(deskContract, {
    url: new URL(API_PATH, origin).href,
    fetch: async (request, init, { context }) => heard(await fetch(request, init), context.onBytes),
  });
  return createORPCClient(link);
}

/** The same answer, with its pieces told of as they arrive. */
function heard({ body, headers, status, statusText }: Response, onBytes: (() => void) | undefined): Response {
  const init = { headers, status, statusText };
  if (!onBytes || !body) return new Response(body, init);
  onBytes();
  const listening = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(bytes, controller) {
      onBytes();
      controller.enqueue(bytes);
    },
  });
  return new Response(body.pipeThrough(listening), init);
}

/** Beyond this the way to the platform is broken, whatever the browser still believes. */
const ANSWER_LIMIT_MS = 15_000;

/** Asks the platform once. `PLATFORM_AWAY` leaves open whether it was carried out. */
export async function askDesk<T>(
  call: (options: { readonly signal: AbortSignal }) => Promise<T>,
  limitMs: number = ANSWER_LIMIT_MS,
): Promise<Result<T, DeskFailure>> {
  try {
    return ok(await call({ signal: AbortSignal.timeout(limitMs) }));
  } catch (thrown) {
    return err(deskFailureOf(thrown));
  }
}

/** Statuses that speak of the way to the platform or of its load, not of this request. */
const AWAY_STATUSES: ReadonlySet<number> = new Set([408, 425, 429, 502, 503, 504]);

/** What a call or a stream of the client ended with. */
export function deskFailureOf(thrown: unknown): DeskFailure {
  if (!(thrown instanceof ORPCError)) {
    console.warn('no answer from the platform', thrown);
    return { code: 'PLATFORM_AWAY' };
  }
  const { data } = deskFailureDataSchema.safeParse(thrown.data);
  const detail = {
    ...(data && { reference: data.reference }),
    ...(data?.problems && { problems: data.problems }),
  };
  if (isDeskFailureCode(thrown.code)) return { code: thrown.code, ...detail };
  if (AWAY_STATUSES.has(thrown.status)) return { code: 'PLATFORM_AWAY', ...detail };
  console.error('the platform refused a request of this page', thrown);
  return { code: 'PLATFORM_FAULT', ...detail };
}

function isDeskFailureCode(code: string): code is DeskFailureCode {
  return code in deskFailureStatuses;
}
