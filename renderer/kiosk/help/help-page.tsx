import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { DoneIcon, HelpIcon, type Icon, PeopleIcon, TimeIcon, WarningIcon } from '../../ui/icons.tsx';
import { useKiosk } from '../kiosk-context.ts';
import { Screen } from '../screen.tsx';
import styles from './help-page.module.css';

type Shown = 'calling' | 'waiting' | 'coming' | 'unheard' | 'ended';

const MARKS: Readonly<Record<Shown, Icon>> = {
  calling: TimeIcon,
  waiting: HelpIcon,
  coming: PeopleIcon,
  unheard: WarningIcon,
  ended: DoneIcon,
};

/** Whether somebody is coming. Everything else goes on meanwhile; the call ends with the session. */
export function HelpPage() {
  const { t } = useTranslation();
  const { status, session, port, go } = useKiosk();
  const { help } = session;
  // The page opens with the touch that calls: until the service has heard it, it counts as called.
  const [heard, setHeard] = useState(help !== undefined);
  if (help && !heard) setHeard(true);
  const shown: Shown = help?.state ?? (heard ? 'ended' : 'calling');
  const Mark = MARKS[shown];
  const again = () => {
    setHeard(false);
    void port.callHelp('help');
  };
  const cancel = () => {
    void port.endHelp();
    go({ kind: 'back' });
  };
  return (
    <Screen
      status={status}
      title={t(`help.title.${shown}`)}
      spoken={t(`help.spoken.${shown}`)}
      actions={
        <>
          {shown === 'ended' ? (
            <Button onPress={again}>{t('help.again')}</Button>
          ) : (
            <Button onPress={cancel}>{t('help.cancel')}</Button>
          )}
          <Button kind="primary" first onPress={() => go({ kind: 'back' })}>
            {t('help.goOn')}
          </Button>
        </>
      }
    >
      <output className={`${styles.state} ${styles[shown]}`}>
        <span className={styles.mark}>
          <Mark size="60%" />
        </span>
        <span className={styles.words}>{t(`help.detail.${shown}`)}</span>
      </output>
    </Screen>
  );
}
