import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../desk/ui/button.tsx';
import { Dialog } from '../../desk/ui/dialog.tsx';
import styles from './form-dialog.module.css';

export type FormDialogProps = {
  readonly title: string;
  readonly onSave: () => void;
  readonly onClose: () => void;
  readonly busy?: boolean;
  readonly disabled?: boolean;
  readonly wide?: boolean;
  /** In place of “Save”. */
  readonly saveWords?: string;
  readonly children: ReactNode;
};

/** A form that stands before the page; Enter saves it. */
export function FormDialog(props: FormDialogProps) {
  const { t } = useTranslation('desk');
  const { title, onSave, onClose, busy, disabled = false, wide = false, children } = props;
  const id = useId();
  return (
    <Dialog
      title={title}
      onClose={onClose}
      wide={wide}
      actions={
        <>
          <Button onPress={onClose} name="cancel">
            {t('hall.cancel')}
          </Button>
          <Button kind="primary" type="submit" form={id} busy={busy} disabled={disabled} name="save">
            {props.saveWords ?? t('hall.save')}
          </Button>
        </>
      }
    >
      <form
        id={id}
        className={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!disabled && !busy) onSave();
        }}
      >
        {children}
      </form>
    </Dialog>
  );
}
