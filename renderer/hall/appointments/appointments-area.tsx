import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Appointment } from '#contract/desk/appointments.ts';
import { useDesk } from '../../desk/desk-context.ts';
import { hallDay, usePlatformNow } from '../../desk/hall-clock.ts';
import { Button } from '../../desk/ui/button.tsx';
import { FailureNote } from '../../desk/ui/failure-note.tsx';
import { Field } from '../../desk/ui/field.tsx';
import { useRequest } from '../../desk/use-request.ts';
import { Message } from '../../ui/message.tsx';
import { Confirm } from '../parts/confirm.tsx';
import { Loading } from '../parts/page.tsx';
import { useLoaded } from '../parts/use-loaded.ts';
import { AppointmentLine } from './appointment-line.tsx';
import { AppointmentTable } from './appointment-table.tsx';
import styles from './appointments.module.css';
import { askedFor } from './asked-for.ts';
import { BookingForm } from './booking-form.tsx';
import { FindAppointments } from './find-appointments.tsx';
import { MoveForm } from './move-form.tsx';
import { afterBooking, afterCancelling, afterMove, foundAgain, type Shown } from './shown.ts';
import { Slip } from './slip.tsx';

/** The appointments of a day or of a person; booked, moved and cancelled by clerks and administrators alike. */
export function AppointmentsArea({ findFirst = false }: { readonly findFirst?: boolean }) {
  const { t } = useTranslation('desk');
  const { client } = useDesk();
  const today = hallDay(usePlatformNow());
  const [chosen, setChosen] = useState<string>();
  const [shown, setShown] = useState<Shown>({ found: undefined, slip: undefined, isMoved: false });
  const [dialog, setDialog] = useState<
    { readonly kind: 'book' } | { readonly kind: 'move' | 'cancel'; readonly appointment: Appointment }
  >();
  const cancelling = useRequest();
  const finding = useRequest();
  const businessDate = chosen ?? today;
  const load = useCallback(
    (options: { readonly signal: AbortSignal }) => client.appointments.day({ businessDate }, options),
    [client, businessDate],
  );
  const { data, failure, reload } = useLoaded(load);
  const { found, slip, isMoved } = shown;
  const show = (change: Partial<Shown>) => setShown((before) => ({ ...before, ...change }));
  const close = () => setDialog(undefined);
  const findAgain = (asked: string) =>
    void finding.run(
      (options) => client.appointments.find(askedFor(asked), options),
      ({ appointments }) => setShown((before) => foundAgain(before, { asked, appointments })),
    );
  /** With the list as it stands now, whichever shows. */
  const done = (after: (before: Shown) => Shown) => {
    setShown(after);
    close();
    reload();
    if (found) findAgain(found.asked);
  };
  const onMove = (appointment: Appointment) => setDialog({ kind: 'move', appointment });
  const onCancel = (appointment: Appointment) => setDialog({ kind: 'cancel', appointment });
  const services = data?.services ?? [];
  return (
    <div className={styles.area}>
      {data && services.length === 0 && <Message tone="info" title={t('hall.appointments.noService')} />}
      <div className={styles.bar}>
        <FindAppointments
          first={findFirst}
          onFound={(appointments, asked) => {
            finding.clear();
            show({ found: { appointments, asked }, slip: undefined });
          }}
        />
        <Button
          kind="primary"
          disabled={services.length === 0}
          onPress={() => setDialog({ kind: 'book' })}
          name="book"
        >
          {t('hall.appointments.book')}
        </Button>
      </div>
      {isMoved && (
        <Message
          tone="good"
          title={t('hall.appointments.movedDone')}
          actions={
            <Button kind="quiet" onPress={() => show({ isMoved: false })}>
              {t('staff.dismiss')}
            </Button>
          }
        />
      )}
      {slip && (
        <>
          {slip.isNew && <Message tone="good" title={t('hall.appointments.booked')} />}
          <Slip slip={slip} onClose={() => show({ slip: undefined })} />
        </>
      )}
      {found ? (
        <>
          {found.appointments && !finding.failure ? (
            <AppointmentTable
              title={t('hall.appointments.found')}
              businessDate={undefined}
              appointments={found.appointments}
              none={t('hall.appointments.findNone')}
              onMove={onMove}
              onCancel={onCancel}
              slipOf={({ slip: own, from, to, serviceName }) =>
                own ? () => show({ slip: { ...own, from, to, serviceName, isNew: false } }) : undefined
              }
            />
          ) : (
            <Loading
              failure={finding.failure}
              onReload={() => {
                // Nobody acts on rows of before while it is asked again.
                show({ found: { ...found, appointments: undefined } });
                findAgain(found.asked);
              }}
            />
          )}
          <p>
            <Button onPress={() => show({ found: undefined })} name="back-to-day">
              {t('hall.appointments.findClear')}
            </Button>
          </p>
        </>
      ) : (
        <>
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
            <AppointmentTable
              businessDate={businessDate}
              appointments={data.appointments}
              none={t('hall.appointments.none')}
              onMove={onMove}
              onCancel={onCancel}
            />
          ) : (
            <Loading failure={failure} onReload={reload} />
          )}
        </>
      )}
      {dialog?.kind === 'book' && (
        <BookingForm
          services={services}
          businessDate={businessDate}
          onBooked={(booked) => done((before) => afterBooking(before, booked))}
          onClose={close}
        />
      )}
      {dialog?.kind === 'move' && (
        <MoveForm
          appointment={dialog.appointment}
          onMoved={(moved) => done((before) => afterMove(before, dialog.appointment, moved))}
          onClose={close}
        />
      )}
      {dialog?.kind === 'cancel' && (
        <Confirm
          title={t('hall.appointments.cancelTitle')}
          confirm={t('hall.appointments.cancelAction')}
          request={cancelling}
          onClose={close}
          onConfirm={() =>
            void cancelling.run(
              (options) =>
                client.appointments.cancel({ appointmentId: dialog.appointment.appointmentId }, options),
              () => done(afterCancelling),
            )
          }
        >
          <AppointmentLine appointment={dialog.appointment} />
        </Confirm>
      )}
    </div>
  );
}
