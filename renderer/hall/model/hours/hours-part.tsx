import { useTranslation } from 'react-i18next';
import type { Hall } from '#contract/hall.ts';
import { Button } from '../../../desk/ui/button.tsx';
import { Tick } from '../../../desk/ui/field.tsx';
import { Card } from '../../parts/page.tsx';
import type { PartProps } from '../part-props.ts';
import { Exceptions } from './exceptions.tsx';
import { type Hours, spansOn, usualHours, weekdays, withSpansOn } from './hours-draft.ts';
import styles from './hours-part.module.css';
import { Spans } from './spans.tsx';

/** When the hall is open: the week, and the days that differ. */
export function HoursPart({ hall, onEdit }: PartProps) {
  const { t } = useTranslation('desk');
  const { hours } = hall;
  const set = (next: Hours | undefined) => {
    const { hours: _, ...rest } = hall;
    onEdit(next ? { ...rest, hours: next } : (rest satisfies Hall));
  };
  return (
    <>
      <Card title={t('hall.hours.weekly')}>
        <div className={styles.head}>
          <Tick checked={!hours} onChange={(always) => set(always ? undefined : usualHours())}>
            {t('hall.hours.always')}
          </Tick>
          {hours && <p className={styles.hint}>{t('hall.hours.lunch')}</p>}
        </div>
        {hours && (
          <ul>
            {weekdays.map((weekday) => (
              <li key={weekday} className={styles.day} data-weekday={weekday}>
                <strong>{t(`hall.hours.weekday.${weekday}`)}</strong>
                <Spans
                  spans={spansOn(hours, weekday)}
                  none={t('hall.hours.closed')}
                  onChange={(spans) => set(withSpansOn(hours, weekday, spans))}
                />
                {weekday !== 1 && (
                  <Button
                    kind="quiet"
                    onPress={() => set(withSpansOn(hours, weekday, spansOn(hours, 1)))}
                    name="as-monday"
                  >
                    {t('hall.hours.copy')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
      </Card>
      {hours && <Exceptions hours={hours} onChange={set} />}
    </>
  );
}
