import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { v7 as uuidv7 } from 'uuid';
import type { AppointmentSlip } from '#contract/desk/appointments.ts';
import type { Service } from '#contract/hall.ts';
import { useDesk } from '../../desk/desk-context.ts';
import { useLocalized } from '../../desk/desk-language.ts';
import { Choice, Field } from '../../desk/ui/field.tsx';
import { FailureNote } from '../../desk/ui/note.tsx';
import { useRequest } from '../../desk/use-request.ts';
import { FormDialog } from '../parts/form-dialog.tsx';
import { Fields } from '../parts/page.tsx';
import { FreeTimes, type Span } from './free-times.tsx';

export type BookedSlip = AppointmentSlip & Span & { readonly serviceName: Service['name'] };

export type BookingFormProps = {
  readonly services: readonly Pick<Service, 'serviceId' | 'name'>[];
  readonly businessDate: string;
  readonly onBooked: (slip: BookedSlip) => void;
  readonly onClose: () => void;
};

/** Books an appointment for somebody who asks at the counter or by telephone. */
export function BookingForm({ services, businessDate, onBooked, onClose }: BookingFormProps) {
  const { t } = useTranslation('desk');
  const { client } = useDesk();
  const words = useLocalized();
  const [serviceId, setServiceId] = useState(services[0]?.serviceId ?? '');
  const [date, setDate] = useState(businessDate);
  const [span, setSpan] = useState<Span>();
  const [idNumber, setIdNumber] = useState('');
  // One key for this form: saved twice, it is one appointment, unless something else is asked for.
  const [key, setKey] = useState(() => uuidv7());
  const { busy, failure, run } = useRequest();
  const changing =
    <T,>(set: (value: T) => void) =>
    (value: T) => {
      setKey(uuidv7());
      set(value);
    };
  const book = () => {
    const service = services.find((each) => each.serviceId === serviceId);
    if (!span || !service) return;
    const person = idNumber.trim() !== '' && { idNumber };
    void run(
      (options) => client.appointments.book({ actionKey: key, serviceId, ...span, ...person }, options),
      ({ code, address }) => onBooked({ code, address, ...span, serviceName: service.name }),
    );
  };
  return (
    <FormDialog
      title={t('hall.appointments.bookTitle')}
      busy={busy}
      disabled={date === '' || !span}
      onSave={book}
      onClose={onClose}
    >
      {failure && <FailureNote failure={failure} />}
      <Choice
        label={t('hall.appointments.service')}
        name="service"
        value={serviceId}
        options={services.map((each) => [each.serviceId, words(each.name)] as const)}
        onChange={changing(setServiceId)}
        width="wide"
      />
      <Fields>
        <Field
          label={t('hall.appointments.date')}
          name="date"
          type="date"
          value={date}
          onChange={changing(setDate)}
        />
        {date !== '' && (
          <FreeTimes serviceId={serviceId} businessDate={date} value={span} onChange={setSpan} />
        )}
      </Fields>
      <Field
        label={t('hall.appointments.idNumber')}
        hint={t('hall.appointments.idNumberHint')}
        name="id-number"
        value={idNumber}
        onChange={changing(setIdNumber)}
        maxLength={32}
        autoComplete="off"
        width="wide"
      />
    </FormDialog>
  );
}
