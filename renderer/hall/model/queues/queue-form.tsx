import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Queue, queueSchema } from '#contract/hall.ts';
import { useLocalized } from '../../../desk/desk-language.ts';
import { Field } from '../../../desk/ui/field.tsx';
import { FormDialog } from '../../parts/form-dialog.tsx';
import { NumberField } from '../../parts/number-field.tsx';
import { Fields } from '../../parts/page.tsx';
import { LocalizedFields } from '../localized-fields.tsx';

export type QueueFormProps = {
  readonly queue: Queue;
  /** Of the hall's other queues. */
  readonly otherPrefixes: readonly string[];
  readonly onSave: (queue: Queue) => void;
  readonly onClose: () => void;
};

/** One queue. */
export function QueueForm({ queue, otherPrefixes, onSave, onClose }: QueueFormProps) {
  const { t } = useTranslation('desk');
  const words = useLocalized();
  const [draft, setDraft] = useState(queue);
  const set = (change: Partial<Queue>) => setDraft((before) => ({ ...before, ...change }));
  const { name, prefix, serviceMinutes } = draft;
  const { shape } = queueSchema;
  const isTaken = otherPrefixes.includes(prefix);
  const isFinished = queueSchema.safeParse(draft).success && !isTaken;
  return (
    <FormDialog
      title={name['zh-CN'] === '' ? t('hall.queues.new') : words(name)}
      disabled={!isFinished}
      onSave={() => onSave(draft)}
      onClose={onClose}
    >
      <LocalizedFields text={name} onChange={(next) => set({ name: next })} first />
      <Fields>
        <Field
          label={t('hall.queues.prefix')}
          hint={t('hall.queues.prefixHint')}
          error={
            isTaken
              ? t('hall.problem.PREFIX_REPEATED', { name: prefix })
              : prefix !== '' && !shape.prefix.safeParse(prefix).success
                ? t('hall.queues.prefixWrong')
                : undefined
          }
          name="prefix"
          value={prefix}
          onChange={(next) => set({ prefix: next.toUpperCase() })}
          maxLength={2}
        />
        <NumberField
          label={t('hall.queues.minutes')}
          hint={t('hall.queues.minutesHint')}
          error={
            shape.serviceMinutes.safeParse(serviceMinutes).success ? undefined : t('hall.queues.minutesWrong')
          }
          name="minutes"
          value={serviceMinutes}
          onChange={(next) => set({ serviceMinutes: next })}
        />
      </Fields>
    </FormDialog>
  );
}
