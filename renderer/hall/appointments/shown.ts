import type { Appointment, AppointmentSlip, FoundAppointment } from '#contract/desk/appointments.ts';
import type { BookedSlip } from './booking-form.tsx';
import type { Span } from './span-offered.ts';

export type Found = {
  readonly asked: string;
  /** Undefined while it is asked again behind a question that failed: what is known is too old to act on. */
  readonly appointments: readonly FoundAppointment[] | undefined;
};

/** What shows of appointments beside the list of the day. */
export type Shown = {
  readonly found: Found | undefined;
  readonly slip: (BookedSlip & { readonly isNew: boolean }) | undefined;
  /** It is said that one was moved. */
  readonly isMoved: boolean;
};

export function afterBooking(shown: Shown, booked: BookedSlip): Shown {
  return { ...shown, slip: { ...booked, isNew: true }, isMoved: false };
}

/** No slip stays that tells a time at which nobody is expected any more. */
export function afterMove(
  shown: Shown,
  { serviceName }: Pick<Appointment, 'serviceName'>,
  { from, to, slip }: Span & { readonly slip: AppointmentSlip | null },
): Shown {
  return {
    ...shown,
    slip: slip ? { ...slip, from, to, serviceName, isNew: false } : undefined,
    isMoved: true,
  };
}

export function afterCancelling(shown: Shown): Shown {
  return { ...shown, slip: undefined, isMoved: false };
}

/** What the same question finds now, unless something else was asked meanwhile. */
export function foundAgain(shown: Shown, { asked, appointments }: Found): Shown {
  return shown.found?.asked === asked ? { ...shown, found: { asked, appointments } } : shown;
}
