import { useTranslation } from 'react-i18next';
import type { TerminalStatus } from '#contract/terminal/status.ts';
import { STANDARD_MODE, useDisplayMode } from '../../ui/display-mode.ts';
import { useLanguage } from '../text.ts';
import styles from './moment-page.module.css';

/** The service is away or not ready. An absence too short to be noticed shows no words. */
export function MomentPage({ status }: { readonly status: TerminalStatus | undefined }) {
  const { t } = useTranslation();
  useDisplayMode(STANDARD_MODE, useLanguage());
  return (
    <main className={styles.moment} data-page="moment" data-known={status !== undefined}>
      <div className={styles.words} aria-live="polite">
        <h1>{t('moment.title')}</h1>
        <p>{t('moment.detail')}</p>
      </div>
    </main>
  );
}
