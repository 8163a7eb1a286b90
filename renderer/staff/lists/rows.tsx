import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeskTicket } from '#contract/desk/ticket.ts';
import { useLocalized } from '../../desk/desk-language.ts';
import { minutesSince, usePlatformMinute } from '../../desk/hall-clock.ts';
import { Button } from '../../desk/ui/button.tsx';
import styles from './lists.module.css';

export type WaitingRowProps = {
  readonly ticket: DeskTicket;
  /** 1 is next. */
  readonly position: number;
  readonly blocked: boolean;
  readonly onCall: (label: string) => void;
};

/**
 * One who waits: place, number, service and why it stands there. Drawn anew only where it says something else: with
 * thirty counters the list is told anew several times a second.
 */
export const WaitingRow = memo(
  Waiting,
  (before, after) =>
    before.blocked === after.blocked &&
    before.position === after.position &&
    before.onCall === after.onCall &&
    JSON.stringify(before.ticket) === JSON.stringify(after.ticket),
);

function Waiting({ ticket, position, blocked, onCall }: WaitingRowProps) {
  const { t } = useTranslation('desk');
  const words = useLocalized();
  const reason = useReason(ticket);
  const { label, place } = ticket;
  return (
    <li className={styles.row} data-label={label}>
      <span className={styles.position}>{position}</span>
      <strong className={styles.label}>{label}</strong>
      <span className={styles.words}>
        <span className={styles.service}>{words(ticket.serviceName)}</span>
        {reason && (
          <span className={styles.reason} data-kind={ticket.reason?.kind}>
            {reason}
          </span>
        )}
      </span>
      <Minutes place={place} />
      <Button
        kind="quiet"
        disabled={blocked}
        label={t('staff.waiting.call', { label })}
        onPress={() => onCall(label)}
      >
        {t('staff.action.call')}
      </Button>
    </li>
  );
}

export type ParkedRowProps = {
  readonly ticket: DeskTicket;
  readonly action: 'resume' | 'reinstate';
  readonly blocked: boolean;
  readonly onPress: () => void;
};

/** One who was put aside or did not come. */
export function ParkedRow({ ticket, action, blocked, onPress }: ParkedRowProps) {
  const { t } = useTranslation('desk');
  const words = useLocalized();
  const { label, place, serviceName } = ticket;
  const name = action === 'resume' ? 'staff.held.resume' : 'staff.noShows.reinstate';
  return (
    <li className={styles.row} data-label={label}>
      <strong className={styles.label}>{label}</strong>
      <span className={styles.words}>
        <span className={styles.service}>{words(serviceName)}</span>
      </span>
      <Minutes place={place} />
      <Button disabled={blocked} label={t(name, { label })} onPress={onPress}>
        {t(`staff.action.${action}`)}
      </Button>
    </li>
  );
}

function Minutes({ place }: { readonly place: string }) {
  const { t } = useTranslation('desk');
  const now = usePlatformMinute();
  return (
    <span className={styles.minutes}>{t('staff.waiting.minutes', { count: minutesSince(place, now) })}</span>
  );
}

function useReason({ reason }: DeskTicket): string | undefined {
  const { t } = useTranslation('desk');
  switch (reason?.kind) {
    case undefined:
      return undefined;
    case 'priority':
      return t('staff.reason.priority', { name: t(`staff.classes.${reason.priorityClass}`) });
    case 'waited-long':
      return t('staff.reason.waited-long', { count: reason.minutes });
    case 'first-come':
      return t('staff.reason.first-come');
    case 'turn-of-ordinary':
      return t('staff.reason.turn-of-ordinary');
  }
}
