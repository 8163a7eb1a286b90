import { useTranslation } from 'react-i18next';
import type { DeviceChange } from '#contract/terminal/administration.ts';
import { hallClock, useLanguage } from '../text.ts';
import { useAmountOfTime } from './amount-of-time.ts';
import styles from './change-line.module.css';
import { StateLine } from './state-line.tsx';

type ChangeLineProps = {
  readonly change: DeviceChange;
  /** With the reason in a sentence, where there is room for one. */
  readonly explained?: boolean;
};

/** When a device came into a state, by the terminal's clock, and which. */
export function ChangeLine({ change, explained = false }: ChangeLineProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const amountOf = useAmountOfTime();
  const { at, state, fault, clockAheadSeconds: ahead } = change;
  return (
    <div className={styles.change}>
      <span className={styles.time}>
        {t('common.time', hallClock(language, Date.parse(at)))}
        {ahead !== undefined && (
          <small>
            {t(ahead > 0 ? 'administration.clockWasAhead' : 'administration.clockWasBehind', {
              amount: amountOf(Math.abs(ahead)),
            })}
          </small>
        )}
      </span>
      <StateLine tone={fault === undefined ? 'good' : 'fault'}>
        {explained && fault !== undefined
          ? t(`failure.${fault}.administrator`)
          : t(`administration.states.${state}`)}
      </StateLine>
    </div>
  );
}
