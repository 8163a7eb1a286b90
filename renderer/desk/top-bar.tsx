import { useTranslation } from 'react-i18next';
import type { CounterNow } from '#contract/desk/staff.ts';
import { DoneIcon, WarningIcon } from '../ui/icons.tsx';
import { useDesk, useLive } from './desk-context.ts';
import { useDeskLanguage, useLocalized } from './desk-language.ts';
import { clockTime, dayInWords, usePlatformNow } from './hall-clock.ts';
import { LiveNote } from './live-note.tsx';
import styles from './top-bar.module.css';
import { Button } from './ui/button.tsx';

/** Where and who, the time of the hall, and whether what is shown is of now. */
export function TopBar({ counter }: { readonly counter: CounterNow | undefined }) {
  const { t } = useTranslation('desk');
  const { session } = useDesk();
  const { connected } = useLive();
  const { language, toggle } = useDeskLanguage();
  const words = useLocalized();
  const now = usePlatformNow();
  const Mark = connected ? DoneIcon : WarningIcon;
  return (
    <>
      <header className={styles.bar}>
        <p className={styles.place}>
          <span>{words(session.hallName)}</span>
          {counter && <strong>{words(counter.label)}</strong>}
        </p>
        <p className={styles.who}>{session.name}</p>
        {connected && (
          <p className={styles.state}>
            <Mark size="18px" />
            {t('staff.live.connected')}
          </p>
        )}
        <p className={styles.time}>
          {dayInWords(now, language)} <strong>{clockTime(now)}</strong>
        </p>
        <Button kind="quiet" onPress={toggle} name="language">
          {t('staff.language')}
        </Button>
      </header>
      <LiveNote />
    </>
  );
}
