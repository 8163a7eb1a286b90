import { useTranslation } from 'react-i18next';
import { hallDay, usePlatformNow } from '../../../desk/hall-clock.ts';
import { Button } from '../../../desk/ui/button.tsx';
import { Field } from '../../../desk/ui/field.tsx';
import { Card } from '../../parts/page.tsx';
import type { Hours } from './hours-draft.ts';
import styles from './hours-part.module.css';
import { Spans } from './spans.tsx';

type Exception = Hours['exceptions'][number];

export type ExceptionsProps = { readonly hours: Hours; readonly onChange: (hours: Hours) => void };

/** Holidays, and days that are worked instead. */
export function Exceptions({ hours, onChange }: ExceptionsProps) {
  const { t } = useTranslation('desk');
  const now = usePlatformNow();
  const { exceptions } = hours;
  const set = (next: Exception[]) => onChange({ ...hours, exceptions: next });
  const change = (at: number, part: Partial<Exception>) =>
    set(exceptions.map((each, index) => (index === at ? { ...each, ...part } : each)));
  return (
    <Card
      title={t('hall.hours.exceptions')}
      actions={
        <Button onPress={() => set([...exceptions, { date: hallDay(now), spans: [] }])} name="add-day">
          {t('hall.hours.addDay')}
        </Button>
      }
    >
      <div className={styles.head}>
        <p className={styles.hint}>{t('hall.hours.dayHint')}</p>
      </div>
      <ul>
        {exceptions.map(({ date, spans }, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- its date is what is being changed
          <li key={index} className={styles.day}>
            <Field
              label={t('hall.hours.date')}
              hideLabel
              type="date"
              name="exception-date"
              value={date}
              error={
                exceptions.findIndex((other) => other.date === date) < index
                  ? t('hall.hours.dayRepeated')
                  : undefined
              }
              onChange={(next) => change(index, { date: next })}
            />
            <Spans
              spans={spans}
              none={t('hall.hours.holiday')}
              onChange={(next) => change(index, { spans: next })}
            />
            <Button kind="quiet" onPress={() => set(exceptions.filter((_, other) => other !== index))}>
              {t('hall.remove')}
            </Button>
          </li>
        ))}
      </ul>
    </Card>
  );
}
