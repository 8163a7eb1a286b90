import { useTranslation } from 'react-i18next';
import type { Hall } from '#contract/hall.ts';
import { defaultPriorityPolicy } from '#domain/queue/priority.ts';
import { Field } from '../../../desk/ui/field.tsx';
import { NumberField } from '../../parts/number-field.tsx';
import { Card, Fields } from '../../parts/page.tsx';
import { LocalizedFields } from '../localized-fields.tsx';
import type { PartProps } from '../part-props.ts';
import styles from './policy-part.module.css';

/** What the platform goes by where the hall says nothing (`contract/hall.ts`). */
const CALLS_WHEN_ABSENT = 3;
const CHECK_IN_WHEN_ABSENT = { earlyMinutes: 30, lateMinutes: 15 };

/** The rules of calling: who goes before whom, and what becomes of who is late or does not come. */
export function PolicyPart({ hall, onEdit }: PartProps) {
  const { t } = useTranslation('desk');
  const priority = hall.priority ?? defaultPriorityPolicy;
  const checkIn = hall.checkIn ?? CHECK_IN_WHEN_ABSENT;
  const setUrl = (url: string) => {
    const { followUpUrl: _, ...rest } = hall;
    onEdit(url === '' ? (rest satisfies Hall) : { ...rest, followUpUrl: url });
  };
  return (
    <>
      <Card title={t('hall.policy.hall')}>
        <div className={styles.fields}>
          <LocalizedFields text={hall.name} onChange={(name) => onEdit({ ...hall, name })} />
        </div>
      </Card>
      <Card title={t('hall.policy.priority')}>
        <div className={styles.fields}>
          <Fields>
            <NumberField
              label={t('hall.policy.ratio')}
              hint={t('hall.policy.ratioHint')}
              name="ratio"
              value={priority.prioritiesPerOrdinary}
              onChange={(prioritiesPerOrdinary) =>
                onEdit({ ...hall, priority: { ...priority, prioritiesPerOrdinary } })
              }
            />
            <NumberField
              label={t('hall.policy.ageing')}
              hint={t('hall.policy.ageingHint')}
              name="ageing"
              value={priority.ageingMinutes}
              onChange={(ageingMinutes) => onEdit({ ...hall, priority: { ...priority, ageingMinutes } })}
            />
            <NumberField
              label={t('hall.policy.elderly')}
              hint={t('hall.policy.elderlyHint')}
              name="elderly"
              value={priority.elderlyAge}
              onChange={(elderlyAge) => onEdit({ ...hall, priority: { ...priority, elderlyAge } })}
            />
          </Fields>
        </div>
      </Card>
      <Card title={t('hall.policy.calling')}>
        <div className={styles.fields}>
          <Fields>
            <NumberField
              label={t('hall.policy.noShow')}
              hint={t('hall.policy.noShowHint')}
              name="no-show"
              value={hall.callsBeforeNoShow ?? CALLS_WHEN_ABSENT}
              onChange={(callsBeforeNoShow) => onEdit({ ...hall, callsBeforeNoShow })}
            />
          </Fields>
        </div>
      </Card>
      <Card title={t('hall.policy.checkIn')}>
        <div className={styles.fields}>
          <Fields>
            <NumberField
              label={t('hall.policy.early')}
              hint={t('hall.policy.checkInHint')}
              name="early"
              value={checkIn.earlyMinutes}
              onChange={(earlyMinutes) => onEdit({ ...hall, checkIn: { ...checkIn, earlyMinutes } })}
            />
            <NumberField
              label={t('hall.policy.late')}
              name="late"
              value={checkIn.lateMinutes}
              onChange={(lateMinutes) => onEdit({ ...hall, checkIn: { ...checkIn, lateMinutes } })}
            />
          </Fields>
        </div>
      </Card>
      <Card title={t('hall.policy.followUp')}>
        <div className={styles.fields}>
          <Field
            label={t('hall.policy.followUpUrl')}
            hint={t('hall.policy.followUpHint')}
            name="follow-up-url"
            type="url"
            width="wide"
            value={hall.followUpUrl ?? ''}
            onChange={setUrl}
          />
        </div>
      </Card>
    </>
  );
}
