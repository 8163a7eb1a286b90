import { useTranslation } from 'react-i18next';
import type { BoardView } from '#contract/desk/board.ts';
import { localized } from '#contract/localized.ts';
import { useLanguage } from '../../kiosk/text.ts';
import { pastCalls, signParts } from '../calls.ts';
import styles from './recent-calls.module.css';

/** One line of them. */
const MOST = 6;

/** Numbers that were called before, for who was away. */
export function RecentCalls({ view }: { readonly view: BoardView }) {
  const { t } = useTranslation('desk');
  const language = useLanguage();
  const past = pastCalls(view, MOST);
  if (past.length === 0) return null;
  return (
    <section className={styles.recent}>
      <h2 className={styles.title}>{t('board.recent')}</h2>
      <ul className={styles.list}>
        {past.map(({ callId, label, counterLabel }) => {
          const { number, unit } = signParts(localized(counterLabel, language));
          return (
            <li key={callId} className={styles.call}>
              <span className={styles.number}>{label}</span>
              <span>{number === '' ? unit : t('board.counter', { number })}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
