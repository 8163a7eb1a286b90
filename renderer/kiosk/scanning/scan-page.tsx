import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { Columns } from '../../ui/columns.tsx';
import { TerminalPicture } from '../../ui/terminal-picture.tsx';
import { whyNot } from '../devices.ts';
import styles from '../identity/card-page.module.css';
import { useKiosk } from '../kiosk-context.ts';
import { useReprintSteps } from '../queue/steps.ts';
import { Screen } from '../screen.tsx';
import { ScannedMessage } from './scanned-message.tsx';

/** The ticket's code is held before the scanner; a ticket of today leads on by itself. */
export function ScanPage() {
  const { t } = useTranslation();
  const { status, go } = useKiosk();
  const names = useReprintSteps();
  const cardWorks = whyNot(status, 'id-card-reader') === undefined;
  return (
    <Screen
      status={status}
      title={t('scan.title')}
      subtitle={t('scan.subtitle')}
      steps={{ names, step: 1 }}
      spoken={t('scan.spoken')}
      repeatSpoken
      actions={
        cardWorks ? (
          <Button onPress={() => go({ kind: 'open', page: { name: 'card' } })}>{t('scan.withCard')}</Button>
        ) : (
          <Button onPress={() => go({ kind: 'home' })}>{t('common.anotherWay')}</Button>
        )
      }
    >
      <Columns fill>
        <ScannedMessage />
        <div className={styles.picture}>
          <TerminalPicture spot="code" label={t('picture.code')} />
        </div>
      </Columns>
    </Screen>
  );
}
