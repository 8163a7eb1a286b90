import { ORPCError, os } from '@orpc/server';
import type { FastifyBaseLogger } from 'fastify';
import { type DeskFailureCode, deskFailureStatuses, type PublishProblem } from '#contract/desk/failures.ts';
import type { GuessLimit } from '#domain/codes/guess-limit.ts';
import type { Clock } from '#domain/time/clock.ts';
import type { Database } from '../database/database.ts';
import type { HallChanges } from '../live/hall-changes.ts';
import type { HallState } from '../live/hall-state.ts';
import type { LiveView } from '../live/live-view.ts';

/** What every handler of the desk's API is given besides its input. */
export type DeskContext = {
  readonly database: Database;
  readonly clock: Clock;
  /** Outside the database: what is hashed under it cannot be guessed from the database. */
  readonly secret: Uint8Array;
  readonly log: FastifyBaseLogger;
  /** Where the request came from. */
  readonly address: string;
  /** Short name of the request in the log; a refusal carries it to whoever has to find out why. */
  readonly reference: string;
  /** To be told after each committed change of a hall. */
  readonly changes: HallChanges;
  /** Each hall's state, looked at once for all who watch. */
  readonly live: LiveView<HallState>;
  /** Counts the answer as a stream that nobody has signed in for; false when there are too many. */
  readonly admitsStream: () => boolean;
  /** Counts codes that fit nothing by the address they came from. */
  readonly guesses: GuessLimit;
  readonly session: {
    /** The cookie as the browser sent it. */
    readonly token: string | undefined;
    /** Sets the cookie for so long, or takes it away. */
    readonly keep: (token: string, maxAgeSeconds: number) => unknown;
    readonly forget: () => unknown;
  };
};

/** For middleware that handlers of all parts of the desk's contract use. */
export const deskBase = os.$context<DeskContext>();

/** Answers with a refusal of the contract; `problems` only where the contract has them. */
export function refuseDesk(
  context: DeskContext,
  code: DeskFailureCode,
  problems?: readonly PublishProblem[],
): never {
  context.log.info({ code }, 'refused');
  throw new ORPCError(code, {
    status: deskFailureStatuses[code],
    message: code,
    data: { reference: context.reference, ...(problems ? { problems } : {}) },
  });
}

/** Answers 503: the pages wait a little and try again by themselves, or say that the platform cannot be reached. */
export function refuseBusy(context: DeskContext, why: string): never {
  context.log.info({ why }, 'refused');
  throw new ORPCError('SERVICE_UNAVAILABLE', { message: 'Too many ask at once.' });
}
