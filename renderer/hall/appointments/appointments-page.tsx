import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Appointment } from '#contract/desk/appointments.ts';
import type { Hall } from '#contract/hall.ts';
import { useDesk } from '../../desk/desk-context.ts';
import { useLocalized } from '../../desk/desk-language.ts';
import { clockTime, hallDay, usePlatformNow } from '../../desk/hall-clock.ts';
import { Button } from '../../desk/ui/button.tsx';
import { Field } from '../../desk/ui/field.tsx';
import { FailureNote, Note } from '../../desk/ui/note.tsx';
import { useRequest } from '../../desk/use-request.ts';
import { Confirm } from '../parts/confirm.tsx';
import { Card, Loading, Page } from '../parts/page.tsx';
import { Table } from '../parts/table.tsx';
import { useLoaded } from '../parts/use-loaded.ts';
import styles from './appointments-page.module.css';
import { BookingForm } from './booking-form.tsx';

/** The appointments of a day, and the way to book one for somebody. */
export function AppointmentsPage({ hall }: { readonly hall: Hall | undefined }) {
  const { t } = useTranslation('desk');
  const { client } = useDesk();
  const words = useLocalized();
  const today = hallDay(usePlatformNow());
  const [chosen, setChosen] = useState<string>();
  const [booking, setBooking] = useState(false);
  const [code, setCode] = useState<string>();
  const [cancelling, setCancelling] = useState<Appointment>();
  const request = useRequest();
  const businessDate = chosen ?? today;
  const load = useCallback(
    (options: { readonly signal: AbortSignal }) => client.appointments.day({ businessDate }, options),
    [client, businessDate],
  );
  const { data, failure, reload } = useLoaded(load);
  const services = hall?.services.filter(({ appointments }) => appointments) ?? [];
  const times = ({ from, to }: Appointment) => `${clockTime(from)} – ${clockTime(to)}`;
  return (
    <Page
      title={t('hall.appointments.title')}
      actions={
        <Button kind="primary" disabled={services.length === 0} onPress={() => setBooking(true)} name="book">
          {t('hall.appointments.book')}
        </Button>
      }
    >
      {hall && services.length === 0 && <Note tone="info" title={t('hall.appointments.noService')} />}
      {code !== undefined && (
        <Note
          tone="good"
          title={
            <>
              {t('hall.appointments.booked')} <span className={styles.code}>{code}</span>
            </>
          }
          actions={
            <Button kind="quiet" onPress={() => setCode(undefined)}>
              {t('staff.dismiss')}
            </Button>
          }
        >
          {t('hall.appointments.bookedNext')}
        </Note>
      )}
      <Field
        label={t('hall.appointments.date')}
        name="date"
        type="date"
        value={businessDate}
        onChange={(next) => {
          if (next !== '') setChosen(next);
        }}
      />
      {failure && data && <FailureNote failure={failure} onRetry={reload} />}
      {data ? (
        <Card>
          <Table
            columns={[
              { key: 'time', title: t('hall.appointments.time') },
              { key: 'service', title: t('hall.appointments.service') },
              { key: 'state', title: t('hall.appointments.state') },
              { key: 'actions', title: t('hall.actions'), hideTitle: true, number: true },
            ]}
            rows={data.appointments.map((each) => ({
              key: each.appointmentId,
              cells: {
                time: <strong>{times(each)}</strong>,
                service: (
                  <>
                    {words(each.serviceName)}
                    {each.insteadOf !== null && (
                      <span className={styles.instead}>
                        {' '}
                        {t('hall.appointments.insteadOf', { label: each.insteadOf.label })}
                      </span>
                    )}
                  </>
                ),
                state: t(`hall.appointments.states.${each.state}`),
                actions: each.state === 'booked' && (
                  <Button kind="quiet" onPress={() => setCancelling(each)} name="cancel-appointment">
                    {t('hall.appointments.cancelAction')}
                  </Button>
                ),
              },
            }))}
            none={t('hall.appointments.none')}
          />
        </Card>
      ) : (
        <Loading failure={failure} onReload={reload} />
      )}
      {booking && (
        <BookingForm
          services={services}
          businessDate={businessDate}
          onBooked={(next) => {
            setCode(next);
            setBooking(false);
            reload();
          }}
          onClose={() => setBooking(false)}
        />
      )}
      {cancelling && (
        <Confirm
          title={t('hall.appointments.cancelTitle')}
          confirm={t('hall.appointments.cancelAction')}
          request={request}
          onClose={() => setCancelling(undefined)}
          onConfirm={() =>
            void request.run(
              (options) => client.appointments.cancel({ appointmentId: cancelling.appointmentId }, options),
              () => {
                setCancelling(undefined);
                reload();
              },
            )
          }
        >
          <p>
            {times(cancelling)} · {words(cancelling.serviceName)}
          </p>
        </Confirm>
      )}
    </Page>
  );
}
