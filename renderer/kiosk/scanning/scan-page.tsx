import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { Columns } from '../../ui/columns.tsx';
import { TerminalPicture } from '../../ui/terminal-picture.tsx';
import { whyNot } from '../devices.ts';
import styles from '../identity/card-page.module.css';
import { useKiosk } from '../kiosk-context.ts';
import type { Aim } from '../navigation.ts';
import { useReprintSteps, useTakeSteps } from '../queue/steps.ts';
import { Screen } from '../screen.tsx';
import { ScannedMessage } from './scanned-message.tsx';

/** A ticket's or an appointment's code is held before the scanner; one that is known leads on by itself. */
export function ScanPage({ aim }: { readonly aim: Aim | undefined }) {
  const { t } = useTranslation();
  const { status, go } = useKiosk();
  const names = useReprintSteps();
  const takeSteps = useTakeSteps();
  const cardWorks = whyNot(status, 'id-card-reader') === undefined;
  return (
    <Screen
      status={status}
      title={aim === 'appointment' ? t('scan.appointmentTitle') : t('scan.title')}
      subtitle={t('scan.subtitle')}
      steps={aim === 'appointment' ? takeSteps('service') : { names, step: 1 }}
      spoken={aim === 'appointment' ? t('scan.appointmentSpoken') : t('scan.spoken')}
      repeatSpoken
      actions={
        cardWorks ? (
          <Button onPress={() => go({ kind: 'open', page: { name: 'card', ...(aim && { aim }) } })}>
            {t('scan.withCard')}
          </Button>
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
