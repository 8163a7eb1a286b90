import { useTranslation } from 'react-i18next';
import type { FaultDetails as Details } from '#contract/terminal/status.ts';
import styles from './fault-details.module.css';
import { useFaultWords } from './use-fault-words.ts';

/** Where a file is wrong and in what, for the administrator. */
export function FaultDetails({ details }: { readonly details: Details }) {
  const { t } = useTranslation();
  const words = useFaultWords();
  return (
    <dl className={styles.details}>
      {details.map((detail, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- two faults may be alike in all but their place
        <div key={index}>
          <dt>{t(`maintenance.labels.${detail.label}`)}</dt>
          <dd>{words(detail)}</dd>
        </div>
      ))}
    </dl>
  );
}
