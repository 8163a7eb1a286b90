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
  readonly onSave: (queue: Queue) => void;
  readonly onClose: () => void;
};

/** One queue. */
export function QueueForm({ queue, onSave, onClose }: QueueFormProps) {
  const { t } = useTranslation('desk');
  const words = useLocalized();
  const [draft, setDraft] = useState(queue);
  const set = (change: Partial<Queue>) => setDraft((before) => ({ ...before, ...change }));
  const { name, prefix, serviceMinutes } = draft;
  return (
    <FormDialog
      title={name['zh-CN'] === '' ? t('hall.queues.new') : words(name)}
      disabled={!queueSchema.safeParse(draft).success}
      onSave={() => onSave(draft)}
      onClose={onClose}
    >
      <LocalizedFields text={name} onChange={(next) => set({ name: next })} first />
      <Fields>
        <Field
          label={t('hall.queues.prefix')}
          hint={t('hall.queues.prefixHint')}
          name="prefix"
          value={prefix}
          onChange={(next) => set({ prefix: next.toUpperCase() })}
          maxLength={2}
        />
        <NumberField
          label={t('hall.queues.minutes')}
          hint={t('hall.queues.minutesHint')}
          name="minutes"
          value={serviceMinutes}
          onChange={(next) => set({ serviceMinutes: next })}
        />
      </Fields>
    </FormDialog>
  );
}
