import { useTranslation } from 'react-i18next';
import type { TerminalStatus } from '#contract/terminal/status.ts';
import { STANDARD_MODE, useDisplayMode } from '../../ui/display-mode.ts';
import { useLanguage } from '../text.ts';
import styles from './moment-page.module.css';

export type MomentPageProps = {
  readonly status: TerminalStatus | undefined;
  /** A moment is promised only where it may be true. */
  readonly say?: 'moment' | 'out-of-service';
};

/** The service or a page is away or not ready. An absence too short to be noticed shows no words. */
export function MomentPage({ status, say = 'moment' }: MomentPageProps) {
  const { t } = useTranslation();
  useDisplayMode(STANDARD_MODE, useLanguage());
  return (
    <main className={styles.moment} data-page="moment" data-known={status !== undefined}>
      <div className={styles.words} aria-live="polite">
        <h1>{say === 'moment' ? t('moment.title') : t('maintenance.title')}</h1>
        <p>{say === 'moment' ? t('moment.detail') : t('maintenance.detail')}</p>
      </div>
    </main>
  );
}
