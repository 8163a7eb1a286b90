import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Hall, Service } from '#contract/hall.ts';
import { useLocalized } from '../../../desk/desk-language.ts';
import { Choice, LongText, Tick } from '../../../desk/ui/field.tsx';
import { FormDialog } from '../../parts/form-dialog.tsx';
import { Fields } from '../../parts/page.tsx';
import { branchOf, materialsOf, materialsText } from '../draft.ts';
import { LocalizedFields } from '../localized-fields.tsx';

export type ServiceFormProps = {
  readonly service: Service;
  readonly hall: Hall;
  readonly onSave: (service: Service) => void;
  readonly onClose: () => void;
};

/** No queue and no heading: ids are never empty. */
const NOTHING = '';

/** One service or heading: where it stands, its queue, and what to bring. */
export function ServiceForm({ service, hall, onSave, onClose }: ServiceFormProps) {
  const { t } = useTranslation('desk');
  const words = useLocalized();
  const [draft, setDraft] = useState(service);
  const [materials, setMaterials] = useState(() => materialsText(service.materials));
  const set = (change: Partial<Service>) => setDraft((before) => ({ ...before, ...change }));
  const { name, parentId, queueId } = draft;
  const branch = branchOf(hall, service.serviceId);
  const headings = hall.services.filter((each) => each.queueId === null && !branch.has(each.serviceId));
  return (
    <FormDialog
      title={name['zh-CN'] === '' ? t('hall.services.new') : words(name)}
      disabled={name['zh-CN'].trim() === ''}
      onSave={() => onSave({ ...draft, materials: materialsOf(materials, service.materials) })}
      onClose={onClose}
    >
      <LocalizedFields text={name} onChange={(next) => set({ name: next })} first />
      <Fields>
        <Choice
          label={t('hall.services.parent')}
          name="parent"
          value={parentId ?? NOTHING}
          options={[
            [NOTHING, t('hall.services.top')],
            ...headings.map((each) => [each.serviceId, words(each.name)] as const),
          ]}
          onChange={(next) => set({ parentId: next === NOTHING ? null : next })}
        />
        <Choice
          label={t('hall.services.queue')}
          name="queue"
          value={queueId ?? NOTHING}
          options={[
            [NOTHING, t('hall.services.group')],
            ...hall.queues.map((each) => [each.queueId, `${each.prefix} ${words(each.name)}`] as const),
          ]}
          onChange={(next) => set({ queueId: next === NOTHING ? null : next })}
        />
      </Fields>
      {queueId !== null && (
        <>
          <LongText
            label={t('hall.services.materials')}
            hint={t('hall.services.materialsHint')}
            name="materials"
            value={materials}
            onChange={setMaterials}
          />
          <Tick checked={draft.appointments ?? false} onChange={(appointments) => set({ appointments })}>
            {t('hall.services.appointments')}
          </Tick>
        </>
      )}
    </FormDialog>
  );
}
