import { useTranslation } from 'react-i18next';
import type { DeskTicket } from '#contract/desk/ticket.ts';
import styles from './priority-mark.module.css';

export type PriorityMarkProps = {
  readonly priorityClass: DeskTicket['priorityClass'];
  /** Says so of ordinary numbers, too. */
  readonly always?: boolean;
};

/** Why a number may go before others, in words. */
export function PriorityMark({ priorityClass, always = false }: PriorityMarkProps) {
  const { t } = useTranslation('desk');
  if (priorityClass === 'ordinary' && !always) return null;
  return (
    <span className={styles.mark} data-class={priorityClass === 'ordinary' ? 'ordinary' : 'priority'}>
      {t(`staff.classes.${priorityClass}`)}
    </span>
  );
}
