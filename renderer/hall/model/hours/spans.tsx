import { useTranslation } from 'react-i18next';
import { spanKinds } from '#domain/hall-hours/opening-hours.ts';
import { Button } from '../../../desk/ui/button.tsx';
import { Choice } from '../../../desk/ui/field.tsx';
import { TimeField } from '../../parts/time-field.tsx';
import { type Span, withNextSpan } from './hours-draft.ts';
import styles from './hours-part.module.css';

export type SpansProps = {
  readonly spans: readonly Span[];
  /** Said where there are none. */
  readonly none: string;
  readonly onChange: (spans: Span[]) => void;
};

/** The times of one day. */
export function Spans({ spans, none, onChange }: SpansProps) {
  const { t } = useTranslation('desk');
  const change = (at: number, part: Partial<Span>) =>
    onChange(spans.map((span, index) => (index === at ? { ...span, ...part } : span)));
  return (
    <div className={styles.spans}>
      {spans.length === 0 && <span className={styles.none}>{none}</span>}
      {spans.map(({ from, to, kind }, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- a span has no other name than its place
        <div key={index} className={styles.span}>
          <TimeField
            label={t('hall.hours.from')}
            hideLabel
            value={from}
            onChange={(next) => change(index, { from: next })}
          />
          <span aria-hidden="true">–</span>
          <TimeField
            label={t('hall.hours.to')}
            hideLabel
            value={to}
            onChange={(next) => change(index, { to: next })}
          />
          <Choice
            label={t('hall.hours.kind')}
            hideLabel
            width="narrow"
            value={kind}
            options={spanKinds.map((each) => [each, t(`hall.hours.kinds.${each}`)] as const)}
            onChange={(next) => change(index, { kind: next })}
          />
          <Button kind="quiet" onPress={() => onChange(spans.filter((_, other) => other !== index))}>
            {t('hall.remove')}
          </Button>
        </div>
      ))}
      <Button kind="quiet" onPress={() => onChange(withNextSpan(spans))} name="add-span">
        {t('hall.hours.addSpan')}
      </Button>
    </div>
  );
}
