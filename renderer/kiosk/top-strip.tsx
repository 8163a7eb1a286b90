import { useTranslation } from 'react-i18next';
import type { TerminalStatus } from '#contract/terminal/status.ts';
import { WarningIcon } from '../ui/icons.tsx';
import { useNow } from '../ui/use-now.ts';
import { stripNotes } from './devices.ts';
import { hallClock, useLanguage, useLocalized } from './text.ts';
import styles from './top-strip.module.css';

/** Hall, date and time, and in words what does not work now. */
export function TopStrip({ status }: { readonly status: TerminalStatus | undefined }) {
  const { t } = useTranslation();
  const localize = useLocalized();
  const notes = status ? stripNotes(status) : [];
  return (
    <div className={styles.strip}>
      <div className={styles.line}>
        <span className={styles.hall}>{status?.hall ? localize(status.hall.name) : t('common.product')}</span>
        <Clock />
      </div>
      {notes.length > 0 && (
        <ul className={styles.notes} aria-label={t('state.label')}>
          {notes.map((note) => (
            <li key={note}>
              <WarningIcon size="var(--font-secondary)" />
              {t(`state.${note}`)}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Clock() {
  const { t } = useTranslation();
  const language = useLanguage();
  return <span>{t('common.time', hallClock(language, useNow()))}</span>;
}
