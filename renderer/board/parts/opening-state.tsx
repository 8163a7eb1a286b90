import { useTranslation } from 'react-i18next';
import type { BoardView } from '#contract/desk/board.ts';
import type { Instant } from '#domain/time/clock.ts';
import { byAppointment } from '../opening.ts';
import styles from './opening-state.module.css';
import { useOpeningSentence } from './use-opening-sentence.ts';

/** Whether the hall is open, and when it closes or opens next. */
export function OpeningState({ view, now }: { readonly view: BoardView; readonly now: Instant }) {
  const { t } = useTranslation('desk');
  const reserved = byAppointment(view, now);
  const sentence = useOpeningSentence(view, now);
  return (
    <p className={styles.opening} data-open={view.open || undefined}>
      {view.closedEarly && <span>{t('board.closedEarly', { reason: view.closedEarly.reason })}</span>}
      {view.closedEarly?.gaveTimes && <span>{t('board.gaveTimes')}</span>}
      <span>{sentence}</span>
      {reserved && <span>{t(`board.byAppointment.${reserved}`)}</span>}
    </p>
  );
}
