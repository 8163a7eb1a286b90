import { oc } from '@orpc/contract';
import { failureDataSchema } from '../failures.ts';

/** HTTP statuses of the refusals: a server error (5xx) would tell proxies and clients to try again. */
export const refusalStatuses = {
  PLATFORM_REFUSED: 403,
  TERMINAL_DISABLED: 403,
  IDENTITY_IN_USE: 409,
  CLOCK_WRONG: 401,
  ENROL_CODE_WRONG: 403,
} as const;
export type PlatformRefusal = keyof typeof refusalStatuses;

/** The error of the contract for a refusal. */
export function refusal<const Code extends PlatformRefusal>(code: Code) {
  return { status: refusalStatuses[code], data: failureDataSchema };
}

/** Every signed call can be answered with these. */
const terminalFailures = {
  PLATFORM_REFUSED: refusal('PLATFORM_REFUSED'),
  TERMINAL_DISABLED: refusal('TERMINAL_DISABLED'),
  IDENTITY_IN_USE: refusal('IDENTITY_IN_USE'),
  CLOCK_WRONG: refusal('CLOCK_WRONG'),
};

/** A call that the terminal signs. */
export const signed = oc.errors(terminalFailures);
