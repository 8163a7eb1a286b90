import { useTranslation } from 'react-i18next';
import { DoneIcon } from './icons.tsx';
import styles from './step-path.module.css';

export type StepPathProps = {
  readonly names: readonly string[];
  /** The present step, from 1. */
  readonly step: number;
};

/** The numbered path through a task: where the citizen is and how much is left. */
export function StepPath({ names, step }: StepPathProps) {
  const { t } = useTranslation();
  return (
    <ol className={styles.path} aria-label={t('common.step', { step, steps: names.length })}>
      {names.map((name, index) => {
        const state = index + 1 < step ? 'done' : index + 1 === step ? 'present' : 'ahead';
        return (
          <li key={name} className={styles[state]} aria-current={state === 'present' ? 'step' : undefined}>
            <span className={styles.mark}>{state === 'done' ? <DoneIcon size="60%" /> : index + 1}</span>
            <span className={styles.name}>{name}</span>
          </li>
        );
      })}
    </ol>
  );
}
