import { useTranslation } from 'react-i18next';
import { Message } from '../ui/message.tsx';
import { useLive } from './desk-context.ts';
import { clockTime } from './hall-clock.ts';
import styles from './live-note.module.css';

/** Says in words that the page does not hear the platform, and since when; nothing while it does. */
export function LiveNote() {
  const { t } = useTranslation('desk');
  const { connected, view, heardAt, clockOffset } = useLive();
  if (connected || !view) return null;
  return (
    <div className={styles.strip}>
      <Message tone="warning" title={t('staff.live.away', { time: clockTime(heardAt + clockOffset) })}>
        {t('staff.live.awayNext')}
      </Message>
    </div>
  );
}
