import { type ReactNode, useContext, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { languages } from '../../i18n/languages.ts';
import { Button } from '../../ui/button.tsx';
import { HandIcon } from '../../ui/icons.tsx';
import { Message } from '../../ui/message.tsx';
import { usePrompt } from '../../ui/speech.ts';
import { type Kiosk, KioskContext } from '../kiosk-context.ts';
import { leftBehind } from './left-behind.ts';
import { LeftBehindPicture } from './left-behind-picture.tsx';
import styles from './session-guard.module.css';
import { useTimeLeft } from './time-left.ts';

/** Lays the idle warning and what is left behind over the page; the bottom bar stays in reach below. */
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
        <LeftBehindWarning kiosk={kiosk} />
      ) : (
        warned && <IdleWarning kiosk={kiosk} seconds={seconds} />
      )}
    </>
  );
}

function IdleWarning({ kiosk, seconds }: { readonly kiosk: Kiosk; readonly seconds: number }) {
  const { t } = useTranslation();
  const left = leftBehind(kiosk.session);
  const spoken = left ? `${t('idle.spoken')} ${t(`finish.left.${left}.spoken`)}` : t('idle.spoken');
  usePrompt(spoken, languages[kiosk.language].speech, true);
  return (
    <div className={styles.cover} role="alertdialog" aria-labelledby="idle-title">
      <div className={styles.band}>
        <h2 id="idle-title">{t('idle.title')}</h2>
        <p>{t('idle.detail', { count: seconds })}</p>
      </div>
      <p className={styles.seconds} aria-hidden="true">
        {seconds}
      </p>
      {left && <Message tone="warning" title={t(`idle.left.${left}`)} />}
      <Button kind="primary" icon={HandIcon} first onPress={() => void kiosk.port.touch()}>
        {t('idle.stay')}
      </Button>
    </div>
  );
}

function LeftBehindWarning({ kiosk }: { readonly kiosk: Kiosk }) {
  const { t } = useTranslation();
  // With nothing left the session ends, and this goes a moment later.
  const now = leftBehind(kiosk.session);
  const [left, setLeft] = useState(now ?? 'card');
  if (now !== undefined && now !== left) setLeft(now);
  usePrompt(t(`finish.left.${left}.spoken`), languages[kiosk.language].speech, true);
  return (
    <div className={styles.cover} role="alertdialog" aria-labelledby="left-title">
      <div className={styles.band}>
        <h2 id="left-title">{t(`finish.left.${left}.title`)}</h2>
        <p>{t(`finish.left.${left}.detail`)}</p>
      </div>
      <div className={styles.picture}>
        <LeftBehindPicture left={left} />
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
