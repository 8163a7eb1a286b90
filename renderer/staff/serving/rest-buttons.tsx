import { useTranslation } from 'react-i18next';
import { Button } from '../../desk/ui/button.tsx';
import { keyOf } from '../keys.ts';
import styles from './serving.module.css';

export type RestButtonsProps = {
  readonly blocked: boolean;
  /** A number is at the counter. */
  readonly occupied: boolean;
  readonly onRest: (action: 'pause' | 'closeCounter') => void;
  readonly onAppointments: () => void;
  readonly onKeys: () => void;
};

/** Appointments, break, leaving, and the list of keys. */
export function RestButtons({ blocked, occupied, onRest, onAppointments, onKeys }: RestButtonsProps) {
  const { t } = useTranslation('desk');
  const reason = occupied ? t('staff.why.busy') : undefined;
  return (
    <div className={styles.rest}>
      <Button hotkey={keyOf.appointments} onPress={onAppointments} name="appointments">
        {t('staff.appointments')}
      </Button>
      <Button
        hotkey={keyOf.break}
        reason={reason}
        disabled={blocked}
        onPress={() => onRest('pause')}
        name="pause"
      >
        {t('staff.break.take')}
      </Button>
      <Button reason={reason} disabled={blocked} onPress={() => onRest('closeCounter')} name="leave">
        {t('staff.counter.change')}
      </Button>
      <Button kind="quiet" hotkey={keyOf.keys} onPress={onKeys} name="keys">
        {t('staff.keys.open')}
      </Button>
    </div>
  );
}
