import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../desk/ui/button.tsx';
import { Dialog } from '../../desk/ui/dialog.tsx';
import { FailureNote } from '../../desk/ui/failure-note.tsx';
import type { RequestState } from '../../desk/use-request.ts';

export type ConfirmProps = {
  readonly title: string;
  readonly confirm: string;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  readonly request?: Pick<RequestState, 'busy' | 'failure'>;
  readonly disabled?: boolean;
  readonly children?: ReactNode;
};

/** Asks before something that others feel at once. */
export function Confirm(props: ConfirmProps) {
  const { t } = useTranslation('desk');
  const { title, confirm, onConfirm, onClose, request, disabled = false, children } = props;
  return (
    <Dialog
      alert
      title={title}
      onClose={onClose}
      actions={
        <>
          <Button first onPress={onClose} name="cancel">
            {t('hall.cancel')}
          </Button>
          <Button kind="danger" busy={request?.busy} disabled={disabled} onPress={onConfirm} name="confirm">
            {confirm}
          </Button>
        </>
      }
    >
      {request?.failure && <FailureNote failure={request.failure} />}
      {children}
    </Dialog>
  );
}
