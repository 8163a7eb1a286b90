import { useTranslation } from 'react-i18next';
import type { TerminalStatus } from '#contract/terminal/status.ts';
import {
  numberGiving,
  numberGivingByAppointment,
  opensAfterToday,
} from '#domain/hall-hours/number-giving.ts';
import { businessDateAt } from '#domain/time/hall-time.ts';
import { useNow } from '../ui/use-now.ts';
import { hallClock, useLanguage } from './text.ts';

/** Whether the hall gives numbers now, in words; undefined while it simply does. */
export type Closing = {
  /** `soon`: not open yet, but a number is to be had. `by-appointment`: with an appointment that is due alone. */
  readonly kind: 'soon' | 'closed' | 'by-appointment';
  readonly title: string;
  /** When it opens; undefined where nobody knows. */
  readonly opens: string | undefined;
};

/** What a citizen should know of the hall's hours, by the same rule as the service that gives the number. */
export function useClosing({ hall, closedEarly, platform }: TerminalStatus): Closing | undefined {
  const { t } = useTranslation();
  const language = useLanguage();
  const now = useNow();
  const opensAt = (instant: number | undefined) => {
    if (instant === undefined) return undefined;
    const { date, time } = hallClock(language, instant);
    const today = businessDateAt(instant) === businessDateAt(now);
    return today ? t('hours.opensToday', { time }) : t('hours.opensOn', { date, time });
  };
  const forAllAt = (instant: number | undefined) => {
    if (instant === undefined) return t('hours.forAllUnknown');
    const { date, time } = hallClock(language, instant);
    const today = businessDateAt(instant) === businessDateAt(now);
    return today ? t('hours.forAllToday', { time }) : t('hours.forAllOn', { date, time });
  };
  if (closedEarly) {
    const title = t('hours.closedEarly', { reason: closedEarly.reason });
    return { kind: 'closed', title, opens: opensAt(opensAfterToday(hall?.hours, now)) };
  }
  // In a cut nobody can be asked who has an appointment.
  const giving =
    platform.state === 'connected'
      ? numberGiving(hall?.hours, now)
      : numberGivingByAppointment(hall?.hours, now);
  switch (giving.kind) {
    case 'open':
      return undefined;
    case 'opens-soon': {
      const { time } = hallClock(language, giving.opensAt);
      return giving.isBreak
        ? { kind: 'soon', title: t('hours.break'), opens: t('hours.breakDetail', { time }) }
        : { kind: 'soon', title: t('hours.soon'), opens: t('hours.soonDetail', { time }) };
    }
    case 'by-appointment':
      return { kind: 'by-appointment', title: t('hours.byAppointment'), opens: forAllAt(giving.opensAt) };
    case 'closed':
      return { kind: 'closed', title: t('hours.closed'), opens: opensAt(giving.opensAt) };
  }
}
