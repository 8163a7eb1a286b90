import { useTranslation } from 'react-i18next';
import { Button } from '../../desk/ui/button.tsx';
import styles from './row-actions.module.css';

export type RowActionsProps = {
  /** What the row is about, for those who hear the buttons. */
  readonly of: string;
  readonly onEdit: () => void;
  readonly onRemove?: (() => void) | undefined;
};

/** What can be done with a row. */
export function RowActions({ of, onEdit, onRemove }: RowActionsProps) {
  const { t } = useTranslation('desk');
  return (
    <span className={styles.actions}>
      <Button kind="quiet" label={`${t('hall.edit')} ${of}`} onPress={onEdit} name="edit">
        {t('hall.edit')}
      </Button>
      {onRemove && (
        <Button kind="quiet" label={`${t('hall.remove')} ${of}`} onPress={onRemove} name="remove">
          {t('hall.remove')}
        </Button>
      )}
    </span>
  );
}
