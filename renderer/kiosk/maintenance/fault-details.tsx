import { useTranslation } from 'react-i18next';
import { maintenanceProblems } from '#contract/terminal/maintenance-problems.ts';
import type { FaultDetails as Details } from '#contract/terminal/status.ts';
import styles from './fault-details.module.css';

/** Where a file is wrong and in what, for the administrator. */
export function FaultDetails({ details }: { readonly details: Details }) {
  const { t } = useTranslation();
  const problemInWords = (value: string) => {
    const problem = maintenanceProblems.find((each) => each === value);
    return problem === undefined ? value : t(`maintenance.problems.${problem}`);
  };
  return (
    <dl className={styles.details}>
      {details.map(({ label, value }, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- two faults may be alike in all but their place
        <div key={index}>
          <dt>{t(`maintenance.labels.${label}`)}</dt>
          <dd>{label === 'problem' ? problemInWords(value) : value}</dd>
        </div>
      ))}
    </dl>
  );
}
