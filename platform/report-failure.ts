import { ORPCError } from '@orpc/server';
import type { FastifyBaseLogger } from 'fastify';
import { isDatabaseAway } from './database/database.ts';

const SERVER_ERRORS = 500;
const BUSY = 503;

/** Refusals are logged where they are made, also those for too much load; what is left are bugs and a database away. */
export async function reportFailure<T>(options: {
  readonly context: { readonly log: FastifyBaseLogger };
  readonly next: () => Promise<T>;
}): Promise<T> {
  try {
    return await options.next();
  } catch (error) {
    if (error instanceof ORPCError && (error.status < SERVER_ERRORS || error.status === BUSY)) throw error;
    if (isDatabaseAway(error)) {
      options.context.log.warn({ detail: error.message }, 'the database does not answer');
      // 503, so that terminals wait and whoever balances load sends requests elsewhere.
      throw new ORPCError('SERVICE_UNAVAILABLE', { message: 'The database does not answer.' });
    }
    options.context.log.error(error, 'failed');
    throw error;
  }
}
