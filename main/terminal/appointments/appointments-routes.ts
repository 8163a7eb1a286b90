import { err } from 'neverthrow';
import type { FailureReferences } from '../failure-reference.ts';
import { terminalRoutes, valueOr } from '../http/routes.ts';
import type { Appointments } from './appointments.ts';

/** @param appointments undefined while the terminal is in maintenance */
export function appointmentsRoutes(
  appointments: () => Appointments | undefined,
  referenceFor: FailureReferences,
) {
  return {
    find: terminalRoutes.appointments.find.handler(({ errors, path }) => {
      const asked = appointments()?.find() ?? err('APPOINTMENT_UNKNOWN' as const);
      return valueOr(asked, referenceFor, path, (code, data) => errors[code](data));
    }),
    findTyped: terminalRoutes.appointments.findTyped.handler(({ input, errors, path }) => {
      const asked = appointments()?.findTyped(input.code) ?? err('APPOINTMENT_UNKNOWN' as const);
      return valueOr(asked, referenceFor, path, (code, data) => errors[code](data));
    }),
  };
}
