import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { v7 as uuidv7 } from 'uuid';
import type { Queue } from '#contract/hall.ts';
import { useLocalized } from '../../../desk/desk-language.ts';
import { Button } from '../../../desk/ui/button.tsx';
import { Card } from '../../parts/page.tsx';
import { RowActions } from '../../parts/row-actions.tsx';
import { Table } from '../../parts/table.tsx';
import { withoutQueue, withQueue } from '../draft.ts';
import type { PartProps } from '../part-props.ts';
import { QueueForm } from './queue-form.tsx';

/** The queues: the letters of their numbers, and how long one takes until there is history. */
export function QueuesPart({ hall, onEdit }: PartProps) {
  const { t } = useTranslation('desk');
  const words = useLocalized();
  const [editing, setEditing] = useState<Queue>();
  const services = ({ queueId }: Queue) => hall.services.filter((each) => each.queueId === queueId).length;
  const counters = ({ queueId }: Queue) =>
    hall.counters.filter((each) => each.queueIds.includes(queueId)).length;
  const add = () => setEditing({ queueId: uuidv7(), prefix: '', name: { 'zh-CN': '' }, serviceMinutes: 10 });
  return (
    <Card
      title={t('hall.model.parts.queues')}
      actions={
        <Button onPress={add} name="add-queue">
          {t('hall.queues.add')}
        </Button>
      }
    >
      <Table
        columns={[
          { key: 'prefix', title: t('hall.queues.prefix') },
          { key: 'name', title: t('hall.name') },
          { key: 'minutes', title: t('hall.queues.minutes'), number: true },
          { key: 'counters', title: t('hall.model.parts.counters') },
          { key: 'services', title: t('hall.model.parts.services') },
          { key: 'actions', title: t('hall.actions'), hideTitle: true },
        ]}
        rows={hall.queues.map((queue) => ({
          key: queue.queueId,
          cells: {
            prefix: <strong>{queue.prefix}</strong>,
            name: words(queue.name),
            minutes: queue.serviceMinutes,
            counters: t('hall.queues.counters', { count: counters(queue) }),
            services: t('hall.queues.services', { count: services(queue) }),
            actions: (
              <RowActions
                of={words(queue.name)}
                onEdit={() => setEditing(queue)}
                onRemove={() => onEdit(withoutQueue(hall, queue.queueId))}
              />
            ),
          },
        }))}
      />
      {editing && (
        <QueueForm
          queue={editing}
          otherPrefixes={hall.queues
            .filter(({ queueId }) => queueId !== editing.queueId)
            .map(({ prefix }) => prefix)}
          onSave={(queue) => {
            onEdit(withQueue(hall, queue));
            setEditing(undefined);
          }}
          onClose={() => setEditing(undefined)}
        />
      )}
    </Card>
  );
}
