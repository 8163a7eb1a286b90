import { useTranslation } from 'react-i18next';
import type { DeskView } from '#contract/desk/staff.ts';
import type { DeskTicket } from '#contract/desk/ticket.ts';
import styles from './lists.module.css';
import { ParkedRow, WaitingRow } from './rows.tsx';

export type ListsProps = {
  readonly view: DeskView;
  /** An action is under way. */
  readonly blocked: boolean;
  readonly onCall: (label: string) => void;
  readonly onParked: (action: 'resume' | 'reinstate', ticket: DeskTicket) => void;
};

/** A list whose buttons are all disabled can still be scrolled by keys. */
const SCROLLABLE = { tabIndex: 0 };

/** Who waits, in the order of the calls and why; below, who was put aside and who did not come. */
export function Lists({ view, blocked, onCall, onParked }: ListsProps) {
  const { t } = useTranslation('desk');
  const { waiting, waitingCount, held, noShows, current } = view;
  const occupied = current !== null;
  const parked = [
    ['held', held, 'resume', occupied],
    ['noShows', noShows, 'reinstate', false],
  ] as const;
  return (
    <aside className={styles.lists}>
      <section className={styles.waiting}>
        <h2>{t('staff.waiting.title', { count: waitingCount })}</h2>
        {waiting.length === 0 ? (
          <p className={styles.none}>{t('staff.waiting.none')}</p>
        ) : (
          <ol className={styles.rows} {...SCROLLABLE}>
            {waiting.map((ticket, index) => (
              <WaitingRow
                key={ticket.ticketId}
                ticket={ticket}
                position={index + 1}
                blocked={blocked || occupied}
                onCall={onCall}
              />
            ))}
          </ol>
        )}
        {waitingCount > waiting.length && (
          <p className={styles.none}>{t('staff.waiting.more', { count: waitingCount - waiting.length })}</p>
        )}
      </section>
      {parked.map(
        ([name, tickets, action, full]) =>
          tickets.length > 0 && (
            <section key={name} className={styles.parked}>
              <h2>{t(`staff.${name}.title`, { count: tickets.length })}</h2>
              <ul className={styles.rows} {...SCROLLABLE}>
                {tickets.map((ticket) => (
                  <ParkedRow
                    key={ticket.ticketId}
                    ticket={ticket}
                    action={action}
                    blocked={blocked || full}
                    onPress={() => onParked(action, ticket)}
                  />
                ))}
              </ul>
            </section>
          ),
      )}
    </aside>
  );
}
