import { useTranslation } from 'react-i18next';
import type { Hall } from '#contract/hall.ts';
import { useLocalized } from '../../../desk/desk-language.ts';
import { Button } from '../../../desk/ui/button.tsx';
import type { TreeRow } from '../draft.ts';
import styles from './services-part.module.css';

export type ServiceRowProps = {
  readonly row: TreeRow;
  readonly hall: Hall;
  readonly onEdit: () => void;
  readonly onAddBelow: () => void;
  readonly onMove: (step: -1 | 1) => void;
  readonly onRemove: () => void;
};

/** A service or heading at its place in the tree. */
export function ServiceRow({ row, hall, onEdit, onAddBelow, onMove, onRemove }: ServiceRowProps) {
  const { t } = useTranslation('desk');
  const words = useLocalized();
  const { service, depth, first, last } = row;
  const name = words(service.name);
  const queue = hall.queues.find(({ queueId }) => queueId === service.queueId);
  const isHeading = service.queueId === null;
  return (
    <li className={styles.row} data-depth={Math.min(depth, 3)} data-row={service.serviceId}>
      <span className={isHeading ? styles.heading : styles.name}>{name}</span>
      <span className={styles.facts}>
        {isHeading ? (
          <span>{t('hall.services.group_short')}</span>
        ) : (
          <span>{queue ? `${queue.prefix} ${words(queue.name)}` : service.queueId}</span>
        )}
        {service.materials && (
          <span>{t('hall.services.materialsCount', { count: service.materials.length })}</span>
        )}
        {service.appointments && <span>{t('hall.services.takesAppointments')}</span>}
      </span>
      <span className={styles.actions}>
        <Button kind="quiet" label={`${t('hall.up')} ${name}`} disabled={first} onPress={() => onMove(-1)}>
          ↑
        </Button>
        <Button kind="quiet" label={`${t('hall.down')} ${name}`} disabled={last} onPress={() => onMove(1)}>
          ↓
        </Button>
        {isHeading && (
          <Button kind="quiet" label={`${t('hall.services.addBelow')} ${name}`} onPress={onAddBelow}>
            {t('hall.services.addBelow')}
          </Button>
        )}
        <Button kind="quiet" label={`${t('hall.edit')} ${name}`} onPress={onEdit} name="edit">
          {t('hall.edit')}
        </Button>
        <Button kind="quiet" label={`${t('hall.remove')} ${name}`} onPress={onRemove} name="remove">
          {t('hall.remove')}
        </Button>
      </span>
    </li>
  );
}
