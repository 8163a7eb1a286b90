import { z } from 'zod';
import { businessDateSchema } from '../scalars.ts';

/** Every refusal that a page of the hall's staff can meet; each has a sentence and a next step in its language files. */
export const deskFailureStatuses = {
  /** No session, or one that has ended. */
  SIGNED_OUT: 401,
  SIGN_IN_WRONG: 403,
  /** Too many wrong tries; wait. */
  SIGN_IN_LOCKED: 429,
  /** Signed in with a PIN that was given: before anything else he chooses his own. */
  PIN_TO_CHOOSE: 403,
  /** The person may not do this. */
  NOT_ALLOWED: 403,
  COUNTER_UNKNOWN: 404,
  /** Somebody else sits there. */
  COUNTER_TAKEN: 409,
  /** No counter was chosen, or a break is on. */
  COUNTER_CLOSED: 409,
  /** A ticket is at this counter already: finish, hold or transfer it first. */
  COUNTER_BUSY: 409,
  /** Nobody waits for this counter. */
  NOBODY_WAITING: 409,
  TICKET_UNKNOWN: 404,
  /** What was asked does not fit how the ticket stands now; another clerk may have been quicker. */
  TICKET_STATE: 409,
  /** The ticket stands at another counter. */
  TICKET_ELSEWHERE: 409,
  /** Not called often enough to be a no-show. */
  CALLS_LEFT: 409,
  QUEUE_UNKNOWN: 404,
  SERVICE_UNKNOWN: 404,
  HALL_UNKNOWN: 404,
  /** The hall's document does not fit together; `problems` say where. */
  HALL_INVALID: 422,
  /** Somebody else has changed it since it was loaded. */
  HALL_CHANGED: 409,
  HALL_CLOSED: 409,
  STAFF_UNKNOWN: 404,
  STAFF_NAME_TAKEN: 409,
  PIN_TOO_SIMPLE: 422,
  /** It is the one that was given, which somebody else knows. */
  PIN_KNOWN: 422,
  HELP_UNKNOWN: 404,
  /** Ended or answered by another. */
  HELP_STATE: 409,
  APPOINTMENT_UNKNOWN: 404,
  APPOINTMENT_STATE: 409,
  /** Too many codes that fit nothing came from there; wait. */
  TOO_MANY_TRIES: 429,
  /** Outside the opening hours, or the service takes no appointments. */
  SLOT_UNAVAILABLE: 409,
} as const;
export type DeskFailureCode = keyof typeof deskFailureStatuses;

/** What keeps a hall's document from being put into effect. */
export const publishProblemSchema = z.object({
  code: z.string(),
  name: z.string(),
  /** The first day on which it is none any more, where that is known. */
  freeFrom: businessDateSchema.optional(),
});
export type PublishProblem = z.infer<typeof publishProblemSchema>;

export const deskFailureDataSchema = z.object({
  /** What the log calls the request by. */
  reference: z.string(),
  problems: z.array(publishProblemSchema).optional(),
});

/** The oRPC error map of the codes that a procedure may answer with. */
export function deskFailures<const Code extends DeskFailureCode>(...codes: readonly Code[]) {
  const entries = codes.map(
    (code) => [code, { status: deskFailureStatuses[code], data: deskFailureDataSchema }] as const,
  );
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- fromEntries forgets the keys it was given
  return Object.fromEntries(entries) as Record<
    Code,
    { status: (typeof deskFailureStatuses)[Code]; data: typeof deskFailureDataSchema }
  >;
}
