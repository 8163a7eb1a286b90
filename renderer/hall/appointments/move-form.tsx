import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Appointment, AppointmentSlip } from '#contract/desk/appointments.ts';
import { useDesk } from '../../desk/desk-context.ts';
import { hallDay, usePlatformMinute } from '../../desk/hall-clock.ts';
import { FailureNote } from '../../desk/ui/failure-note.tsx';
import { Field } from '../../desk/ui/field.tsx';
import { useRequest } from '../../desk/use-request.ts';
import { Message } from '../../ui/message.tsx';
import { FormDialog } from '../parts/form-dialog.tsx';
import { Fields } from '../parts/page.tsx';
import { AppointmentLine } from './appointment-line.tsx';
import { FreeTimes } from './free-times.tsx';
import type { Span } from './span-offered.ts';

export type MoveFormProps = {
  readonly appointment: Appointment;
  readonly onMoved: (moved: Span & { readonly slip: AppointmentSlip | null }) => void;
  readonly onClose: () => void;
};

/** Gives an appointment another time; its code stays. */
export function MoveForm({ appointment, onMoved, onClose }: MoveFormProps) {
  const { t } = useTranslation('desk');
  const { client } = useDesk();
  const [date, setDate] = useState(hallDay(Date.parse(appointment.from)));
  const [span, setSpan] = useState<Span>();
  const { busy, failure, run } = useRequest();
  const today = hallDay(usePlatformMinute());
  const { appointmentId, serviceId, from: seenFrom, state } = appointment;
  // Today its holder's number is called.
  const isTooSoon = state === 'withdrawn' && date !== '' && date <= today;
  const move = () => {
    if (!span) return;
    void run((options) => client.appointments.move({ appointmentId, seenFrom, ...span }, options), onMoved);
  };
  return (
    <FormDialog
      title={t('hall.appointments.moveTitle')}
      saveWords={t('hall.appointments.move')}
      busy={busy}
      disabled={date === '' || isTooSoon || !span}
      onSave={move}
      onClose={onClose}
    >
      {failure && <FailureNote failure={failure} />}
      <AppointmentLine appointment={appointment} />
      <Fields>
        <Field
          label={t('hall.appointments.date')}
          name="date"
          type="date"
          value={date}
          onChange={setDate}
          first
        />
        {isTooSoon && <Message tone="info" title={t('hall.appointments.moveLaterDay')} />}
        {date !== '' && !isTooSoon && (
          <FreeTimes
            serviceId={serviceId}
            businessDate={date}
            value={span}
            onChange={setSpan}
            refusal={failure}
          />
        )}
      </Fields>
    </FormDialog>
  );
}
