import { useTranslation } from 'react-i18next';
import type { TerminalStatus } from '#contract/terminal/status.ts';
import { STANDARD_MODE, useDisplayMode } from '../../ui/display-mode.ts';
import { Message } from '../../ui/message.tsx';
import { AdministratorList } from '../administrator/administrator-list.tsx';
import { administratorNotes } from '../administrator/administrator-notes.ts';
import { Screen } from '../screen.tsx';
import { useLanguage } from '../text.ts';
import { FaultDetails } from './fault-details.tsx';
import styles from './maintenance-page.module.css';

/** The terminal cannot serve: a sentence for citizens, and for the administrator all that is known. */
export function MaintenancePage({ status }: { readonly status: TerminalStatus }) {
  const { t } = useTranslation();
  useDisplayMode(STANDARD_MODE, useLanguage());
  const { maintenance } = status;
  const notes = administratorNotes(status);
  return (
    <Screen status={status} title={t('maintenance.title')} subtitle={t('maintenance.detail')}>
      {maintenance && (
        <section className={styles.administrator}>
          <h2>{t('administrator.title')}</h2>
          <Message
            tone="warning"
            title={t(`failure.${maintenance.code}.administrator`)}
            small={t('common.reference', { reference: maintenance.reference })}
          />
          <FaultDetails details={maintenance.details} />
          {notes.length > 0 && <AdministratorList notes={notes} />}
        </section>
      )}
    </Screen>
  );
}
