import { type ReactNode, useContext } from 'react';
import { useTranslation } from 'react-i18next';
import { languages } from '../../i18n/languages.ts';
import { Button } from '../../ui/button.tsx';
import { HandIcon } from '../../ui/icons.tsx';
import { Message } from '../../ui/message.tsx';
import { usePrompt } from '../../ui/speech.ts';
import { TerminalPicture } from '../../ui/terminal-picture.tsx';
import { type Kiosk, KioskContext } from '../kiosk-context.ts';
import styles from './session-guard.module.css';
import { useTimeLeft } from './time-left.ts';

/** Lays the idle warning and the forgotten card over the page; the bottom bar stays in reach below. */
export function SessionGuard({ children }: { readonly children: ReactNode }) {
  const kiosk = useContext(KioskContext);
  return kiosk ? <Guard kiosk={kiosk}>{children}</Guard> : children;
}

function Guard({ kiosk, children }: { readonly kiosk: Kiosk; readonly children: ReactNode }) {
  const { leaving, deadlines } = kiosk;
  const { seconds, warned } = useTimeLeft(deadlines);
  const covered = leaving !== undefined || warned;
  return (
    <>
      <div className={styles.page} inert={covered}>
        {children}
      </div>
      {leaving !== undefined ? (
        <CardLeft kiosk={kiosk} />
      ) : (
        warned && <IdleWarning kiosk={kiosk} seconds={seconds} />
      )}
    </>
  );
}

function IdleWarning({ kiosk, seconds }: { readonly kiosk: Kiosk; readonly seconds: number }) {
  const { t } = useTranslation();
  usePrompt(t('idle.spoken'), languages[kiosk.language].speech, true);
  return (
    <div className={styles.cover} role="alertdialog" aria-labelledby="idle-title">
      <div className={styles.band}>
        <h2 id="idle-title">{t('idle.title')}</h2>
        <p>{t('idle.detail', { count: seconds })}</p>
      </div>
      <p className={styles.seconds} aria-hidden="true">
        {seconds}
      </p>
      {kiosk.session.cardOnReader && <Message tone="warning" title={t('idle.cardLeft')} />}
      <Button kind="primary" icon={HandIcon} first onPress={() => void kiosk.port.touch()}>
        {t('idle.stay')}
      </Button>
    </div>
  );
}

function CardLeft({ kiosk }: { readonly kiosk: Kiosk }) {
  const { t } = useTranslation();
  usePrompt(t('finish.spoken'), languages[kiosk.language].speech, true);
  return (
    <div className={styles.cover} role="alertdialog" aria-labelledby="card-left-title">
      <div className={styles.band}>
        <h2 id="card-left-title">{t('finish.cardLeft')}</h2>
        <p>{t('finish.cardLeftDetail')}</p>
      </div>
      <div className={styles.picture}>
        <TerminalPicture spot="card-lift" label={t('picture.cardLift')} />
      </div>
      <div className={styles.choices}>
        <Button onPress={kiosk.stay}>{t('finish.stay')}</Button>
        <Button kind="primary" first onPress={() => kiosk.leave(kiosk.leaving ?? 'exit')}>
          {t('finish.endAnyway')}
        </Button>
      </div>
    </div>
  );
}
