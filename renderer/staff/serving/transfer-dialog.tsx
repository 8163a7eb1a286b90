import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeskView } from '#contract/desk/staff.ts';
import type { DeskTicket } from '#contract/desk/ticket.ts';
import { useLocalized } from '../../desk/desk-language.ts';
import { Button } from '../../desk/ui/button.tsx';
import { Dialog } from '../../desk/ui/dialog.tsx';
import styles from './transfer-dialog.module.css';
import { isUnattended } from './unattended.ts';

export type TransferDialogProps = {
  readonly view: DeskView;
  readonly ticket: DeskTicket;
  readonly onChoose: (queueId: string) => void;
  readonly onClose: () => void;
};

/** Ten digits, then letters: more queues than that nobody chooses by key. */
const KEYS = '1234567890ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** The queues, how many wait in each, and the digit that chooses it. */
export function TransferDialog({ view, ticket, onChoose, onClose }: TransferDialogProps) {
  const { t } = useTranslation('desk');
  const words = useLocalized();
  const targets = view.queues.filter(({ queueId }) => queueId !== ticket.queueId);
  useDigits((key) => {
    const target = targets[KEYS.indexOf(key)];
    if (target) onChoose(target.queueId);
  });
  return (
    <Dialog
      title={t('staff.transfer.title', { label: ticket.label })}
      onClose={onClose}
      actions={<Button onPress={onClose}>{t('staff.cancel')}</Button>}
    >
      <p>
        {t('staff.transfer.detail')} {t('staff.transfer.keys')}
      </p>
      <ul className={styles.queues}>
        {targets.map(({ queueId, prefix, name, waiting }, index) => (
          <li key={queueId}>
            <Button
              name={`queue-${queueId}`}
              hotkey={KEYS[index]}
              first={index === 0}
              onPress={() => onChoose(queueId)}
            >
              <span className={styles.name}>
                {prefix} {words(name)}
                {isUnattended(view, queueId) && (
                  <span className={styles.unattended}>{t('staff.transfer.unattended')}</span>
                )}
              </span>
              <span className={styles.waiting}>{t('staff.transfer.waiting', { count: waiting })}</span>
            </Button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

function useDigits(choose: (key: string) => void): void {
  const latest = useRef(choose);
  useEffect(() => {
    latest.current = choose;
  });
  useEffect(() => {
    const hear = ({ key, repeat, ctrlKey, altKey, metaKey }: KeyboardEvent) => {
      if (!repeat && !ctrlKey && !altKey && !metaKey && key.length === 1) latest.current(key.toUpperCase());
    };
    document.addEventListener('keydown', hear);
    return () => document.removeEventListener('keydown', hear);
  }, []);
}
