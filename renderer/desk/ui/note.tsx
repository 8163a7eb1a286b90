import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeskFailure } from '../../rpc/desk-client.ts';
import { DoneIcon, FaultIcon, InfoIcon, WarningIcon } from '../../ui/icons.tsx';
import { Button } from './button.tsx';
import styles from './note.module.css';

const ICONS = { good: DoneIcon, info: InfoIcon, warning: WarningIcon, fault: FaultIcon };

export type NoteProps = {
  readonly tone: keyof typeof ICONS;
  readonly title: ReactNode;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
};

/** Something to know, with an icon and words, never by colour alone. */
export function Note({ tone, title, children, actions }: NoteProps) {
  const Mark = ICONS[tone];
  return (
    <div className={`${styles.note} ${styles[tone]}`} role={tone === 'fault' ? 'alert' : 'status'}>
      <Mark />
      <div className={styles.words}>
        <p className={styles.title}>{title}</p>
        {children && <div className={styles.detail}>{children}</div>}
      </div>
      {actions && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}

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
    <Note
      tone="fault"
      title={t(`deskFailure.${code}.what`)}
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
      {reference !== undefined && (
        <span className={styles.reference}> {t('deskFailure.reference', { reference })}</span>
      )}
    </Note>
  );
}
