import { ORPCError } from '@orpc/client';
import { err, ok, type Result } from 'neverthrow';
import type { FailureCode } from '#contract/failures.ts';
import type { LiveLink } from './live-link.ts';

/** What can go wrong between page and service, besides what the service itself answers. */
export type PageFailureCode = FailureCode | 'SERVICE_AWAY' | 'SERVICE_FAULT';

export type PageFailure = {
  readonly code: PageFailureCode;
  /** Short number that the administrator finds in the log. */
  readonly reference?: string;
};

/** Far above any honest answer of a service on the same machine; a hung one is the supervisor's to restart. */
const ANSWER_LIMIT_MS = 10_000;

/**
 * Asks the service once. A socket that is away or drops, and an answer that does not come in time, end in
 * `SERVICE_AWAY`: the request may or may not have been carried out.
 */
export async function answer<T>(
  live: LiveLink,
  ask: (options: { readonly signal: AbortSignal }) => Promise<T>,
  isFailureCode: (code: string) => code is FailureCode,
  limitMs: number = ANSWER_LIMIT_MS,
): Promise<Result<T, PageFailure>> {
  if (!live.isOpen()) return err({ code: 'SERVICE_AWAY' });
  try {
    return ok(await ask({ signal: AbortSignal.timeout(limitMs) }));
  } catch (error) {
    return err(failureOf(error, isFailureCode));
  }
}

function failureOf(error: unknown, isFailureCode: (code: string) => code is FailureCode): PageFailure {
  if (!(error instanceof ORPCError)) {
    console.warn('no answer from the service', error);
    return { code: 'SERVICE_AWAY' };
  }
  const reference = referenceOf(error.data);
  if (isFailureCode(error.code)) return { code: error.code, ...reference };
  console.error('the service refused a request of this page', error);
  return { code: 'SERVICE_FAULT', ...reference };
}

function referenceOf(data: unknown): { reference?: string } {
  if (typeof data !== 'object' || data === null || !('reference' in data)) return {};
  return typeof data.reference === 'string' ? { reference: data.reference } : {};
}
