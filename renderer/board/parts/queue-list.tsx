import { useTranslation } from 'react-i18next';
import type { BoardView } from '#contract/desk/board.ts';
import { localized } from '#contract/localized.ts';
import type { Instant } from '#domain/time/clock.ts';
import { useLanguage } from '../../kiosk/text.ts';
import { pageAt } from '../calls.ts';
import { Mongolian } from './mongolian.tsx';
import styles from './queue-list.module.css';

type Queue = BoardView['queues'][number];

const ROWS = 8;
/** Rows are higher where a vertical script stands in them. */
const ROWS_WITH_MONGOLIAN = 5;

/** How many wait for what, and how long it takes for who comes now. */
export function QueueList({ view, now }: { readonly view: BoardView; readonly now: Instant }) {
  const { t } = useTranslation('desk');
  const withMongolian = view.queues.some(({ name }) => name['mn-Mong-CN'] !== undefined);
  const { shown, page, pages } = pageAt(view.queues, withMongolian ? ROWS_WITH_MONGOLIAN : ROWS, now);
  return (
    <section className={styles.queues}>
      <h2 className={styles.title}>
        {t('board.waiting')}
        {pages > 1 && <span className={styles.pages}>{t('board.page', { page: page + 1, pages })}</span>}
      </h2>
      <ul className={styles.list}>
        {shown.map((queue) => (
          <QueueRow key={queue.queueId} queue={queue} open={view.open} />
        ))}
      </ul>
    </section>
  );
}

function QueueRow({ queue, open }: { readonly queue: Queue; readonly open: boolean }) {
  const { t } = useTranslation('desk');
  const { fromMinutes, toMinutes } = queue;
  const known = fromMinutes !== null && toMinutes !== null;
  return (
    <li className={styles.row}>
      <span className={styles.prefix}>{queue.prefix}</span>
      <Mongolian text={queue.name} size="row" />
      <span className={styles.words}>
        <span className={styles.name}>{localized(queue.name, useLanguage())}</span>
        <span className={styles.facts}>
          <span>{t('board.people', { count: queue.waiting })}</span>
          {known && fromMinutes === 0 && <span>{t('board.upTo', { to: toMinutes })}</span>}
          {known && fromMinutes > 0 && (
            <span>{t('board.minutes', { from: fromMinutes, to: toMinutes })}</span>
          )}
          {!known && open && <span>{t('board.noCounter')}</span>}
        </span>
      </span>
    </li>
  );
}
