import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { v7 as uuidv7 } from 'uuid';
import type { AppointmentSlip } from '#contract/desk/appointments.ts';
import type { Service } from '#contract/hall.ts';
import { useDesk } from '../../desk/desk-context.ts';
import { useLocalized } from '../../desk/desk-language.ts';
import { FailureNote } from '../../desk/ui/failure-note.tsx';
import { Choice, Field } from '../../desk/ui/field.tsx';
import { useRequest } from '../../desk/use-request.ts';
import { FormDialog } from '../parts/form-dialog.tsx';
import { Fields } from '../parts/page.tsx';
import { type BookingDraft, changedDraft } from './booking-draft.ts';
import { FreeTimes } from './free-times.tsx';
import type { Span } from './span-offered.ts';

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
  const [draft, setDraft] = useState<BookingDraft>(() => ({
    actionKey: uuidv7(),
    serviceId: services[0]?.serviceId ?? '',
    date: businessDate,
    span: undefined,
    idNumber: '',
  }));
  const { busy, failure, run } = useRequest();
  const change = useCallback((what: Parameters<typeof changedDraft>[1]) => {
    const newKey = uuidv7();
    setDraft((before) => changedDraft(before, what, newKey));
  }, []);
  const choose = useCallback((span: Span | undefined) => change({ span }), [change]);
  const { actionKey, serviceId, date, span, idNumber } = draft;
  const book = () => {
    const service = services.find((each) => each.serviceId === serviceId);
    if (!span || !service) return;
    const person = idNumber.trim() !== '' && { idNumber };
    void run(
      (options) => client.appointments.book({ actionKey, serviceId, ...span, ...person }, options),
      ({ code, address, from, to }) => onBooked({ code, address, from, to, serviceName: service.name }),
    );
  };
  return (
    <FormDialog
      title={t('hall.appointments.bookTitle')}
      saveWords={t('hall.appointments.bookNow')}
      busy={busy}
      disabled={date === '' || !span}
      onSave={book}
      onClose={onClose}
    >
      {failure && <FailureNote failure={failure} />}
      <Choice
        label={t('hall.appointments.service')}
        name="service"
        first
        value={serviceId}
        options={services.map((each) => [each.serviceId, words(each.name)] as const)}
        onChange={(next) => change({ serviceId: next })}
        width="wide"
      />
      <Fields>
        <Field
          label={t('hall.appointments.date')}
          name="date"
          type="date"
          value={date}
          onChange={(next) => change({ date: next })}
        />
        {date !== '' && (
          <FreeTimes
            serviceId={serviceId}
            businessDate={date}
            value={span}
            onChange={choose}
            refusal={failure}
          />
        )}
      </Fields>
      <Field
        label={t('hall.appointments.idNumber')}
        hint={t('hall.appointments.idNumberHint')}
        name="id-number"
        value={idNumber}
        onChange={(next) => change({ idNumber: next })}
        maxLength={32}
        autoComplete="off"
        width="wide"
      />
    </FormDialog>
  );
}
