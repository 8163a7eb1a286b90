import { err } from 'neverthrow';
import type { FailureReferences } from '../failure-reference.ts';
import { terminalRoutes, valueOr } from '../http/routes.ts';
import type { AppointmentSlips } from './appointment-slips.ts';
import type { Appointments } from './appointments.ts';

/** @param parts undefined while the terminal is in maintenance */
export function appointmentsRoutes(
  parts: () => { readonly appointments: Appointments; readonly slips: AppointmentSlips } | undefined,
  referenceFor: FailureReferences,
) {
  return {
    find: terminalRoutes.appointments.find.handler(({ errors, path }) => {
      const asked = parts()?.appointments.find() ?? err('APPOINTMENT_UNKNOWN' as const);
      return valueOr(asked, referenceFor, path, (code, data) => errors[code](data));
    }),
    findTyped: terminalRoutes.appointments.findTyped.handler(({ input, errors, path }) => {
      const asked = parts()?.appointments.findTyped(input.code) ?? err('APPOINTMENT_UNKNOWN' as const);
      return valueOr(asked, referenceFor, path, (code, data) => errors[code](data));
    }),
    printSlip: terminalRoutes.appointments.printSlip.handler(({ input, errors, path }) => {
      const printed = parts()?.slips.print(input) ?? err('APPOINTMENT_UNKNOWN' as const);
      return valueOr(printed, referenceFor, path, (code, data) => errors[code](data));
    }),
  };
}
