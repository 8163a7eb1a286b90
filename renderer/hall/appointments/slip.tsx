import { useTranslation } from 'react-i18next';
import { useLocalized } from '../../desk/desk-language.ts';
import { Button } from '../../desk/ui/button.tsx';
import { QrCode } from '../../ui/qr-code.tsx';
import { useTimes } from './appointment-words.ts';
import type { BookedSlip } from './booking-form.tsx';
import styles from './slip.module.css';

export type SlipProps = {
  readonly slip: BookedSlip;
  readonly onClose: () => void;
};

/** What the citizen is given to come with: to read out, to scan with a phone, or on paper. */
export function Slip({ slip, onClose }: SlipProps) {
  const { t } = useTranslation('desk');
  const words = useLocalized();
  const { date, from, to } = useTimes()(slip);
  const { code, address } = slip;
  return (
    <section className={styles.slip} aria-label={t('hall.appointments.slip.title')} data-slip={code}>
      <div className={styles.words}>
        <h2>{t('hall.appointments.slip.title')}</h2>
        <p className={styles.time}>{`${date} ${from}–${to}`}</p>
        <p>{words(slip.serviceName)}</p>
        <p>
          {t('hall.appointments.slip.code')} <span className={styles.code}>{code}</span>
        </p>
        <p>{t('hall.appointments.slip.how')}</p>
        {address !== null && (
          <p className={styles.address}>
            {t('hall.appointments.slip.address')} {address}
          </p>
        )}
      </div>
      <QrCode text={address ?? `MSBA1:${code}`} label={t('hall.appointments.slip.code')} />
      <div className={styles.actions}>
        <Button kind="primary" onPress={() => window.print()} name="print-slip">
          {t('hall.appointments.slip.print')}
        </Button>
        <Button onPress={onClose} name="close-slip">
          {t('staff.dismiss')}
        </Button>
      </div>
    </section>
  );
}
