import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Counter, counterKindSchema, type Queue } from '#contract/hall.ts';
import { whyUnspoken } from '#domain/board/counter-sign.ts';
import { useLocalized } from '../../../desk/desk-language.ts';
import { Choice, Problem, Tick } from '../../../desk/ui/field.tsx';
import { FormDialog } from '../../parts/form-dialog.tsx';
import { LocalizedFields } from '../localized-fields.tsx';
import styles from './counter-form.module.css';

export type CounterFormProps = {
  readonly counter: Counter;
  readonly queues: readonly Queue[];
  /** The Chinese signs of the hall's other counters. */
  readonly otherSigns: readonly string[];
  readonly onSave: (counter: Counter) => void;
  readonly onClose: () => void;
};

/** One counter. */
export function CounterForm({ counter, queues, otherSigns, onSave, onClose }: CounterFormProps) {
  const { t } = useTranslation('desk');
  const words = useLocalized();
  const [draft, setDraft] = useState(counter);
  const set = (change: Partial<Counter>) => setDraft((before) => ({ ...before, ...change }));
  const { label, kind, queueIds } = draft;
  const noneId = useId();
  const unspoken = whyUnspoken(label['zh-CN'], otherSigns);
  const hint = unspoken && t(`hall.counters.unspoken.${unspoken}`);
  return (
    <FormDialog
      title={label['zh-CN'] === '' ? t('hall.counters.new') : words(label)}
      disabled={label['zh-CN'].trim() === '' || queueIds.length === 0}
      onSave={() => onSave(draft)}
      onClose={onClose}
    >
      <LocalizedFields text={label} onChange={(next) => set({ label: next })} first hint={hint} />
      <Choice
        label={t('hall.counters.kind')}
        name="kind"
        value={kind}
        options={counterKindSchema.options.map((each) => [each, t(`hall.kind.${each}`)] as const)}
        onChange={(next) => set({ kind: next })}
      />
      <fieldset className={styles.queues} aria-describedby={noneId}>
        <legend>{t('hall.counters.serves')}</legend>
        {queueIds.length === 0 && <Problem id={noneId}>{t('hall.counters.servesNobody')}</Problem>}
        {queues.map(({ queueId, prefix, name }) => (
          <Tick
            key={queueId}
            checked={queueIds.includes(queueId)}
            onChange={(checked) =>
              set({
                queueIds: checked ? [...queueIds, queueId] : queueIds.filter((each) => each !== queueId),
              })
            }
          >
            {prefix} {words(name)}
          </Tick>
        ))}
      </fieldset>
    </FormDialog>
  );
}
