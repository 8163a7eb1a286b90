import type { Appointment } from '#contract/desk/appointments.ts';
import { useLocalized } from '../../desk/desk-language.ts';
import { useTimes } from './appointment-words.ts';

export type AppointmentLineProps = { readonly appointment: Pick<Appointment, 'from' | 'to' | 'serviceName'> };

/** Which appointment is asked about; of a person's, several may be for the same service at the same hour. */
export function AppointmentLine({ appointment }: AppointmentLineProps) {
  const words = useLocalized();
  const { date, from, to } = useTimes()(appointment);
  return (
    <p>
      {`${date} ${from}–${to}`} · {words(appointment.serviceName)}
    </p>
  );
}
