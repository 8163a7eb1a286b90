import { implement, ORPCError } from '@orpc/server';
import type { FastifyBaseLogger } from 'fastify';
import { platformContract } from '#contract/platform/contract.ts';
import { type PlatformRefusal, refusalStatuses } from '#contract/platform/signed.ts';
import type { Clock } from '#domain/time/clock.ts';
import type { Database } from './database/database.ts';
import type { HallChanges } from './live/hall-changes.ts';

/** What every handler is given besides its input. */
export type RequestContext = {
  readonly database: Database;
  readonly clock: Clock;
  /** Outside the database: what is hashed under it cannot be guessed from the database. */
  readonly secret: Uint8Array;
  /** To be told after each committed change of a hall. */
  readonly changes: HallChanges;
  readonly log: FastifyBaseLogger;
  /** Short name of the request in the log; a refusal carries it to whoever has to find out why. */
  readonly reference: string;
  readonly method: string;
  /** Path and query as they stood on the request line. */
  readonly target: string;
  readonly header: (name: string) => string | undefined;
  readonly body: Uint8Array;
};

export const contracted = implement(platformContract).$context<RequestContext>();

/** Answers with a refusal of the contract; `why` is for the log alone. */
export function refuse(context: RequestContext, code: PlatformRefusal, why: string): never {
  context.log.warn({ code, why }, 'refused');
  throw new ORPCError(code, {
    status: refusalStatuses[code],
    message: code,
    data: { reference: context.reference },
  });
}
