import { useTranslation } from 'react-i18next';
import type { FaultDetails } from '#contract/terminal/status.ts';
import { useFaultWords } from '../maintenance/use-fault-words.ts';
import styles from './first-fault.module.css';

/** Where a profile is wrong, in one paragraph. Its first fault: that is mended first, and the page has little room. */
export function FirstFault({ faults }: { readonly faults: FaultDetails }) {
  const { t } = useTranslation();
  const words = useFaultWords();
  const first = faults.findIndex(({ label }) => label === 'problem') + 1;
  return (
    <p className={styles.fault}>
      {faults
        .slice(0, first)
        .map((detail) =>
          t('administration.profileFault', {
            label: t(`maintenance.labels.${detail.label}`),
            value: words(detail),
          }),
        )
        .join(' · ')}
    </p>
  );
}
