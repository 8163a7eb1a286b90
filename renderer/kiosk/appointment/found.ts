import type { AppointmentsView } from '#contract/terminal/session.ts';

type Found = Extract<AppointmentsView, { state: 'found' }>;

/** There is something for another day, or a number that is called no more. */
export function tellsOfLater({ later, closed }: Found): boolean {
  return later.length + closed.length > 0;
}

export function isNothing(found: Found): boolean {
  return found.appointments.length === 0 && !tellsOfLater(found);
}

/** Names what is told of another day; undefined where nothing is. */
export function laterTold(appointments: AppointmentsView | undefined): string | undefined {
  if (appointments?.state !== 'found' || !tellsOfLater(appointments)) return undefined;
  const { later, closed } = appointments;
  return [...later.map(({ appointmentId, from }) => `${appointmentId} ${from}`), ...closed].join();
}
