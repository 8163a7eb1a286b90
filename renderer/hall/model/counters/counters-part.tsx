import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { v7 as uuidv7 } from 'uuid';
import type { Counter } from '#contract/hall.ts';
import { useLocalized } from '../../../desk/desk-language.ts';
import { Button } from '../../../desk/ui/button.tsx';
import { Card } from '../../parts/page.tsx';
import { RowActions } from '../../parts/row-actions.tsx';
import { Table } from '../../parts/table.tsx';
import { withCounter, withoutCounter } from '../draft.ts';
import type { PartProps } from '../part-props.ts';
import { CounterForm } from './counter-form.tsx';

/** The counters of the hall: what they are called, their kinds, and the queues they serve. */
export function CountersPart({ hall, onEdit }: PartProps) {
  const { t } = useTranslation('desk');
  const words = useLocalized();
  const [editing, setEditing] = useState<Counter>();
  const queueNames = ({ queueIds }: Counter) =>
    hall.queues
      .filter(({ queueId }) => queueIds.includes(queueId))
      .map(({ prefix, name }) => `${prefix} ${words(name)}`)
      .join(' · ');
  const add = () =>
    setEditing({
      counterId: uuidv7(),
      kind: 'general',
      label: { 'zh-CN': '' },
      queueIds: [],
    });
  return (
    <Card
      title={t('hall.model.parts.counters')}
      actions={
        <Button onPress={add} name="add-counter">
          {t('hall.counters.add')}
        </Button>
      }
    >
      <Table
        columns={[
          { key: 'name', title: t('hall.name') },
          { key: 'kind', title: t('hall.counters.kind') },
          { key: 'serves', title: t('hall.counters.serves') },
          { key: 'actions', title: t('hall.actions'), hideTitle: true },
        ]}
        rows={hall.counters.map((counter) => ({
          key: counter.counterId,
          cells: {
            name: <strong>{words(counter.label)}</strong>,
            kind: t(`hall.kind.${counter.kind}`),
            serves: queueNames(counter) || t('hall.counters.servesNone'),
            actions: (
              <RowActions
                of={words(counter.label)}
                onEdit={() => setEditing(counter)}
                onRemove={() => onEdit(withoutCounter(hall, counter.counterId))}
              />
            ),
          },
        }))}
      />
      {editing && (
        <CounterForm
          counter={editing}
          queues={hall.queues}
          otherSigns={hall.counters
            .filter(({ counterId }) => counterId !== editing.counterId)
            .map(({ label }) => label['zh-CN'])}
          onSave={(counter) => {
            onEdit(withCounter(hall, counter));
            setEditing(undefined);
          }}
          onClose={() => setEditing(undefined)}
        />
      )}
    </Card>
  );
}
