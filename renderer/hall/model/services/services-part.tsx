import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { v7 as uuidv7 } from 'uuid';
import type { Service } from '#contract/hall.ts';
import { useLocalized } from '../../../desk/desk-language.ts';
import { Button } from '../../../desk/ui/button.tsx';
import { Confirm } from '../../parts/confirm.tsx';
import { Card } from '../../parts/page.tsx';
import { branchOf, movedService, siblingsOf, treeRows, withoutService, withService } from '../draft.ts';
import type { PartProps } from '../part-props.ts';
import { ServiceForm } from './service-form.tsx';
import { ServiceRow } from './service-row.tsx';
import styles from './services-part.module.css';

/** The services as citizens browse them, with the queue of each. */
export function ServicesPart({ hall, onEdit }: PartProps) {
  const { t } = useTranslation('desk');
  const words = useLocalized();
  const [editing, setEditing] = useState<Service>();
  const [removing, setRemoving] = useState<Service>();
  const add = (parentId: string | null) =>
    setEditing({
      serviceId: uuidv7(),
      parentId,
      name: { 'zh-CN': '' },
      queueId: hall.queues[0]?.queueId ?? null,
      position: (siblingsOf(hall, parentId).at(-1)?.position ?? 0) + 1,
    });
  const remove = (service: Service) => {
    onEdit(withoutService(hall, service.serviceId));
    setRemoving(undefined);
  };
  return (
    <Card
      title={t('hall.model.parts.services')}
      actions={
        <Button onPress={() => add(null)} name="add-service">
          {t('hall.services.add')}
        </Button>
      }
    >
      <ul className={styles.tree}>
        {treeRows(hall).map((row) => (
          <ServiceRow
            key={row.service.serviceId}
            row={row}
            hall={hall}
            onEdit={() => setEditing(row.service)}
            onAddBelow={() => add(row.service.serviceId)}
            onMove={(step) => onEdit(movedService(hall, row.service.serviceId, step))}
            onRemove={() => (row.hasChildren ? setRemoving(row.service) : remove(row.service))}
          />
        ))}
      </ul>
      {editing && (
        <ServiceForm
          service={editing}
          hall={hall}
          onSave={(service) => {
            onEdit(withService(hall, service));
            setEditing(undefined);
          }}
          onClose={() => setEditing(undefined)}
        />
      )}
      {removing && (
        <Confirm
          title={t('hall.services.removeTitle', { name: words(removing.name) })}
          confirm={t('hall.remove')}
          onConfirm={() => remove(removing)}
          onClose={() => setRemoving(undefined)}
        >
          <p>{t('hall.services.removeWhat', { count: branchOf(hall, removing.serviceId).size })}</p>
        </Confirm>
      )}
    </Card>
  );
}
