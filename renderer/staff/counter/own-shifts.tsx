import { useTranslation } from 'react-i18next';
import type { Shift } from '#contract/desk/shifts.ts';
import type { CounterNow } from '#contract/desk/staff.ts';
import { useDeskLanguage, useLocalized } from '../../desk/desk-language.ts';
import { dateInWords } from '../../desk/hall-clock.ts';
import styles from './own-shifts.module.css';

export type OwnShiftsProps = {
  /** In the order of their times. */
  readonly shifts: readonly Shift[];
  readonly counters: readonly CounterNow[];
  /** The calendar day in the hall. */
  readonly today: string;
};

/** When and where somebody is planned, today and in the days after; nothing where nobody plans. */
export function OwnShifts({ shifts, counters, today }: OwnShiftsProps) {
  const { t } = useTranslation('desk');
  const { language } = useDeskLanguage();
  const words = useLocalized();
  if (shifts.length === 0) return null;
  const label = (counterId: string) => {
    const counter = counters.find((each) => each.counterId === counterId);
    return counter ? words(counter.label) : counterId;
  };
  return (
    <section>
      <h2>{t('staff.shifts.title')}</h2>
      <ul className={styles.shifts}>
        {shifts.map(({ shiftId, businessDate, from, to, counterId }) => (
          <li key={shiftId} data-today={businessDate === today || undefined}>
            <span>
              {businessDate === today ? t('staff.shifts.today') : dateInWords(businessDate, language)}
            </span>
            <span>
              {from} – {to}
            </span>
            <strong>{label(counterId)}</strong>
          </li>
        ))}
      </ul>
    </section>
  );
}
