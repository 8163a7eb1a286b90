import { createORPCClient, isDefinedError, ORPCError } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import { ResponseValidationPlugin } from '@orpc/contract/plugins';
import type { JsonifiedClient } from '@orpc/openapi-client';
import { OpenAPILink } from '@orpc/openapi-client/fetch';
import { err, ok, type Result } from 'neverthrow';
import type { FailureCode } from '#contract/failures.ts';
import { platformContract } from '#contract/platform/contract.ts';
import type { Clock } from '#domain/time/clock.ts';
import type { Log } from '../log/log.ts';
import { createSignedFetch, type Signer } from './signed-fetch.ts';

export type PlatformClient = JsonifiedClient<ContractRouterClient<typeof platformContract>>;

type CallFailureCode = Extract<
  FailureCode,
  | 'PLATFORM_UNREACHABLE'
  | 'PLATFORM_REFUSED'
  | 'TERMINAL_DISABLED'
  | 'IDENTITY_IN_USE'
  | 'CLOCK_WRONG'
  | 'ENROL_CODE_WRONG'
>;

export type CallFailure = {
  readonly code: CallFailureCode;
  /**
   * - away: nothing came back, or it came from something between here and the platform
   * - fault: the platform failed over this request; another request may succeed
   * - refused: the platform understood and says no
   */
  readonly kind: 'away' | 'fault' | 'refused';
  readonly detail: string;
};

export type PlatformCall = <T>(
  procedure: string,
  request: (client: PlatformClient) => Promise<T>,
) => Promise<Result<T, CallFailure>>;

export type PlatformClientOptions = {
  readonly url: string;
  readonly signer: Signer;
  readonly clock: Clock;
  readonly log: Log;
  readonly timeoutMs: number;
  /** Aborted when the terminal stops: nothing is asked any more. */
  readonly closed: AbortSignal;
};

/** Where the platform serves its contract, below its base address. */
const API_PATH = '/api/v1';

/** Calls of the platform's contract as Results; every answer is checked against its schema. */
export function createPlatformCall(options: PlatformClientOptions): PlatformCall {
  const { url, signer, clock, log, timeoutMs, closed } = options;
  const link = new OpenAPILink(platformContract, {
    url: new URL(API_PATH, url).href,
    fetch: createSignedFetch(signer, clock, timeoutMs, closed),
    plugins: [new ResponseValidationPlugin(platformContract)],
  });
  const client: PlatformClient = createORPCClient(link);
  return async (procedure, request) => {
    try {
      return ok(await request(client));
    } catch (thrown) {
      const failure = failureOf(thrown);
      if (closed.aborted) return err(failure);
      log.event('platform.call-failed', { procedure, ...failure });
      return err(failure);
    }
  };
}

const REFUSALS: readonly CallFailureCode[] = [
  'PLATFORM_REFUSED',
  'TERMINAL_DISABLED',
  'IDENTITY_IN_USE',
  'CLOCK_WRONG',
  'ENROL_CODE_WRONG',
];

/** Statuses that speak of the way to the platform or of its load, not of this request. */
const AWAY_STATUSES: ReadonlySet<number> = new Set([404, 408, 425, 429, 502, 503, 504]);

function failureOf(thrown: unknown): CallFailure {
  if (thrown instanceof ORPCError) {
    const refusal = REFUSALS.find((code) => code === thrown.code);
    if (refusal && isDefinedError(thrown)) return { code: refusal, kind: 'refused', detail: refusal };
    const detail = `status-${thrown.status}`;
    if (AWAY_STATUSES.has(thrown.status)) return { code: 'PLATFORM_UNREACHABLE', kind: 'away', detail };
    if (thrown.status === 401 || thrown.status === 403) {
      return { code: 'PLATFORM_REFUSED', kind: 'refused', detail };
    }
    return { code: 'PLATFORM_REFUSED', kind: 'fault', detail };
  }
  if (!(thrown instanceof Error)) throw thrown;
  // Everything else that a call can throw comes from the network or from an answer that is not the contract's.
  const cause = thrown.cause instanceof Error && 'code' in thrown.cause ? thrown.cause.code : undefined;
  const detail = typeof cause === 'string' ? cause : thrown.name;
  return { code: 'PLATFORM_UNREACHABLE', kind: 'away', detail };
}
