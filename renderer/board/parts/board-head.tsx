import { useTranslation } from 'react-i18next';
import type { BoardView } from '#contract/desk/board.ts';
import { localized } from '#contract/localized.ts';
import type { Instant } from '#domain/time/clock.ts';
import { hallClock, useLanguage } from '../../kiosk/text.ts';
import styles from './board-head.module.css';
import { Mongolian } from './mongolian.tsx';
import { OpeningState } from './opening-state.tsx';

/** Which hall, whether it is open, and what time it is. */
export function BoardHead({ view, now }: { readonly view: BoardView | undefined; readonly now: Instant }) {
  const { t } = useTranslation('desk');
  const language = useLanguage();
  const { date, time } = hallClock(language, now);
  return (
    <header className={styles.head}>
      {view && <Mongolian text={view.hallName} size="head" />}
      <h1 className={styles.name}>{view ? localized(view.hallName, language) : t('board.pageTitle')}</h1>
      {view && <OpeningState view={view} now={now} />}
      <p className={styles.clock}>
        <span className={styles.time}>{time}</span>
        <span>{date}</span>
      </p>
    </header>
  );
}
