import { useTranslation } from 'react-i18next';
import { Button } from '../desk/ui/button.tsx';
import { Dialog } from '../desk/ui/dialog.tsx';
import { keyActions, keyOf } from './keys.ts';
import styles from './keys-dialog.module.css';

/** All keys of the desk. */
export function KeysDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('desk');
  return (
    <Dialog
      title={t('staff.keys.title')}
      onClose={onClose}
      actions={
        <Button kind="primary" first onPress={onClose}>
          {t('staff.close')}
        </Button>
      }
    >
      <dl className={styles.keys}>
        {keyActions().map((action) => (
          <div key={action}>
            <dt>
              <kbd>{keyOf[action]}</kbd>
              {action === 'next' && <kbd>{t('staff.keys.enter')}</kbd>}
            </dt>
            <dd>{t(`staff.keys.${action}`)}</dd>
          </div>
        ))}
        <div>
          <dt>
            <kbd>1</kbd>–<kbd>0</kbd>
          </dt>
          <dd>{t('staff.keys.digits')}</dd>
        </div>
      </dl>
      <p>{t('staff.keys.note')}</p>
    </Dialog>
  );
}
