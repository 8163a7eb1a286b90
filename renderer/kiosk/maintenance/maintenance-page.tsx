import { useTranslation } from 'react-i18next';
import { maintenanceProblems } from '#contract/terminal/maintenance-problems.ts';
import type { TerminalStatus } from '#contract/terminal/status.ts';
import { STANDARD_MODE, useDisplayMode } from '../../ui/display-mode.ts';
import { Message } from '../../ui/message.tsx';
import { AdministratorList } from '../administrator/administrator-list.tsx';
import { administratorNotes } from '../administrator/administrator-notes.ts';
import { Screen } from '../screen.tsx';
import { useLanguage } from '../text.ts';
import styles from './maintenance-page.module.css';

/** The terminal cannot serve: a sentence for citizens, and for the administrator all that is known. */
export function MaintenancePage({ status }: { readonly status: TerminalStatus }) {
  const { t } = useTranslation();
  useDisplayMode(STANDARD_MODE, useLanguage());
  const { maintenance } = status;
  const notes = administratorNotes(status);
  const problemInWords = (value: string) => {
    const problem = maintenanceProblems.find((each) => each === value);
    return problem === undefined ? value : t(`maintenance.problems.${problem}`);
  };
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
          <dl className={styles.details}>
            {maintenance.details.map(({ label, value }, index) => (
              // oxlint-disable-next-line react/no-array-index-key -- two faults may be alike in all but their place
              <div key={index}>
                <dt>{t(`maintenance.labels.${label}`)}</dt>
                <dd>{label === 'problem' ? problemInWords(value) : value}</dd>
              </div>
            ))}
          </dl>
          {notes.length > 0 && <AdministratorList notes={notes} />}
        </section>
      )}
    </Screen>
  );
}
