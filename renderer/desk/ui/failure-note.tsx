import { useTranslation } from 'react-i18next';
import type { DeskFailure } from '../../rpc/desk-client.ts';
import { Message } from '../../ui/message.tsx';
import { Button } from './button.tsx';

export type FailureNoteProps = {
  readonly failure: DeskFailure;
  readonly onRetry?: (() => void) | undefined;
  readonly onClose?: (() => void) | undefined;
};

/** What went wrong, what to do now, and what the log calls it by. */
export function FailureNote({ failure, onRetry, onClose }: FailureNoteProps) {
  const { t } = useTranslation('desk');
  const { code, reference } = failure;
  return (
    <Message
      tone="fault"
      title={t(`deskFailure.${code}.what`)}
      small={reference === undefined ? undefined : t('deskFailure.reference', { reference })}
      actions={
        <>
          {onRetry && (
            <Button kind="primary" onPress={onRetry} name="retry">
              {t('staff.retry')}
            </Button>
          )}
          {onClose && (
            <Button kind="quiet" onPress={onClose} name="dismiss">
              {t('staff.dismiss')}
            </Button>
          )}
        </>
      }
    >
      {t(`deskFailure.${code}.next`)}
    </Message>
  );
}
