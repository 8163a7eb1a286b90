import { useTranslation } from 'react-i18next';
import type { BoardView } from '#contract/desk/board.ts';
import type { Instant } from '#domain/time/clock.ts';
import { hallClock, useLanguage } from '../../kiosk/text.ts';
import { openingOf } from '../opening.ts';

/** Whether the hall is open, and when it closes or opens next, in words. */
export function useOpeningSentence(view: BoardView, now: Instant): string {
  const { t } = useTranslation('desk');
  const language = useLanguage();
  const opening = openingOf(view, now);
  switch (opening.kind) {
    case 'open':
      return t('board.open');
    case 'open-until':
      return t('board.openUntil', { time: hallClock(language, opening.at).time });
    case 'closed':
      return t('board.closedNow');
    case 'opens-today':
      return t('board.opensToday', { time: hallClock(language, opening.at).time });
    case 'opens-later':
      return t('board.opensLater', hallClock(language, opening.at));
  }
}
