import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { spanKinds } from '#domain/hall-hours/opening-hours.ts';
import { Button } from '../../../desk/ui/button.tsx';
import { Choice, Problem } from '../../../desk/ui/field.tsx';
import { TimeField } from '../../parts/time-field.tsx';
import { type Span, type SpanProblem, spanProblem, withNextSpan } from './hours-draft.ts';
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
      {spans.map((span, index) => (
        <SpanRow
          // oxlint-disable-next-line react/no-array-index-key -- a span has no other name than its place
          key={index}
          span={span}
          problem={spanProblem(spans, index)}
          onChange={(part) => change(index, part)}
          onRemove={() => onChange(spans.filter((_, other) => other !== index))}
        />
      ))}
      <Button kind="quiet" onPress={() => onChange(withNextSpan(spans))} name="add-span">
        {t('hall.hours.addSpan')}
      </Button>
    </div>
  );
}

type SpanRowProps = {
  readonly span: Span;
  readonly problem: SpanProblem | undefined;
  readonly onChange: (part: Partial<Span>) => void;
  readonly onRemove: () => void;
};

function SpanRow({ span, problem, onChange, onRemove }: SpanRowProps) {
  const { t } = useTranslation('desk');
  const problemId = useId();
  const errorAt = problem && problemId;
  return (
    <div className={styles.span}>
      <TimeField
        label={t('hall.hours.from')}
        hideLabel
        name="from"
        value={span.from}
        errorAt={errorAt}
        onChange={(from) => onChange({ from })}
      />
      <span aria-hidden="true">–</span>
      <TimeField
        label={t('hall.hours.to')}
        hideLabel
        name="to"
        value={span.to}
        errorAt={errorAt}
        onChange={(to) => onChange({ to })}
      />
      <Choice
        label={t('hall.hours.kind')}
        hideLabel
        width="narrow"
        name="kind"
        value={span.kind}
        options={spanKinds.map((each) => [each, t(`hall.hours.kinds.${each}`)] as const)}
        onChange={(kind) => onChange({ kind })}
      />
      <Button kind="quiet" onPress={onRemove} name="remove-span">
        {t('hall.remove')}
      </Button>
      {problem && <Problem id={problemId}>{t(`hall.hours.spanProblem.${problem}`)}</Problem>}
    </div>
  );
}
