import { useTranslation } from 'react-i18next';
import type { Appointment } from '#contract/desk/appointments.ts';
import { useDeskLanguage, useLocalized } from '../../desk/desk-language.ts';
import { dayInWords, hallDay } from '../../desk/hall-clock.ts';
import { Button } from '../../desk/ui/button.tsx';
import { Card } from '../parts/page.tsx';
import { Table } from '../parts/table.tsx';
import { hours, useTimes } from './appointment-words.ts';
import styles from './appointments.module.css';

export type AppointmentTableProps<A extends Appointment> = {
  readonly title?: string;
  /** Undefined: of several days, each is named. */
  readonly businessDate: string | undefined;
  readonly appointments: readonly A[];
  readonly none: string;
  readonly onMove: (appointment: A) => void;
  readonly onCancel: (appointment: A) => void;
  /** What shows the slip of one again; undefined for one that has none. */
  readonly slipOf?: (appointment: A) => (() => void) | undefined;
};

/** Appointments in the order of their times, what became of each, and what can be done with it. */
export function AppointmentTable<A extends Appointment>(props: AppointmentTableProps<A>) {
  const { t } = useTranslation('desk');
  const { title, businessDate, appointments, none, onMove, onCancel, slipOf } = props;
  const times = useTimes();
  const isElsewhere = ({ from }: Appointment) =>
    businessDate !== undefined && hallDay(Date.parse(from)) !== businessDate;
  const time = (appointment: A) => {
    // One that was moved away stands at its first time.
    if (isElsewhere(appointment))
      return <s className={styles.hours}>{hours(appointment.moved ?? appointment)}</s>;
    const { date } = times(appointment);
    return (
      <strong>
        {businessDate === undefined && `${date} `}
        <span className={styles.hours}>{hours(appointment)}</span>
      </strong>
    );
  };
  return (
    <Card {...(title !== undefined && { title })}>
      <Table
        columns={[
          { key: 'time', title: t('hall.appointments.time') },
          { key: 'service', title: t('hall.appointments.service') },
          { key: 'state', title: t('hall.appointments.state') },
          { key: 'actions', title: t('hall.actions'), hideTitle: true, number: true },
        ]}
        rows={appointments.map((each) => ({
          key: each.appointmentId,
          cells: {
            time: time(each),
            service: <Subject appointment={each} isElsewhere={isElsewhere(each)} />,
            state: t(`hall.appointments.states.${each.state}`),
            actions: (each.state === 'booked' || each.state === 'withdrawn') && (
              <RowActions
                onSlip={each.state === 'booked' ? slipOf?.(each) : undefined}
                onMove={() => onMove(each)}
                onCancel={() => onCancel(each)}
              />
            ),
          },
        }))}
        none={none}
      />
    </Card>
  );
}

type RowActionsProps = {
  readonly onSlip: (() => void) | undefined;
  readonly onMove: () => void;
  readonly onCancel: () => void;
};

function RowActions({ onSlip, onMove, onCancel }: RowActionsProps) {
  const { t } = useTranslation('desk');
  return (
    <span className={styles.actions}>
      {onSlip && (
        <Button kind="quiet" onPress={onSlip} name="slip">
          {t('hall.appointments.slip.again')}
        </Button>
      )}
      <Button kind="quiet" onPress={onMove} name="move-appointment">
        {t('hall.appointments.move')}
      </Button>
      <Button kind="quiet" onPress={onCancel} name="cancel-appointment">
        {t('hall.appointments.cancelAction')}
      </Button>
    </span>
  );
}

function Subject({
  appointment,
  isElsewhere,
}: {
  readonly appointment: Appointment;
  readonly isElsewhere: boolean;
}) {
  const { t } = useTranslation('desk');
  const { language } = useDeskLanguage();
  const words = useLocalized();
  const times = useTimes();
  const { serviceName, moved, insteadOf } = appointment;
  return (
    <>
      {words(serviceName)}
      {insteadOf && (
        <span className={styles.mark}>
          {t('hall.appointments.insteadOf', {
            label: insteadOf.label,
            date: dayInWords(`${insteadOf.businessDate}T12:00:00+08:00`, language),
          })}
        </span>
      )}
      {moved && (
        <span className={styles.mark} data-moved={moved.by}>
          {isElsewhere
            ? t('hall.appointments.movedTo', times(appointment))
            : t('hall.appointments.moved', times(moved))}{' '}
          · {t(`hall.appointments.movedBy.${moved.by}`)}
        </span>
      )}
    </>
  );
}
