import { useTranslation } from 'react-i18next';
import type { TerminalStatus } from '#contract/terminal/status.ts';
import { InfoIcon } from '../../ui/icons.tsx';
import { AdministratorList } from './administrator-list.tsx';
import { administratorNotes } from './administrator-notes.ts';
import styles from './administrator-strip.module.css';

/** At the foot of the page between two citizens: quiet enough for them to pass over. */
export function AdministratorStrip({ status }: { readonly status: TerminalStatus }) {
  const { t } = useTranslation();
  const notes = administratorNotes(status);
  if (notes.length === 0) return null;
  return (
    <section className={styles.strip} aria-labelledby="administrator-title">
      <h2 id="administrator-title">
        <InfoIcon size="var(--font-secondary)" />
        {t('administrator.title')}
      </h2>
      <AdministratorList notes={notes} />
    </section>
  );
}
