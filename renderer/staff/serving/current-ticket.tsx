import { useTranslation } from 'react-i18next';
import type { DeskView } from '#contract/desk/staff.ts';
import type { DeskTicket } from '#contract/desk/ticket.ts';
import { useDeskLanguage, useLocalized } from '../../desk/desk-language.ts';
import { dateInWords, hallDay, minutesSince, stopwatch, usePlatformNow } from '../../desk/hall-clock.ts';
import { PriorityMark } from '../priority-mark.tsx';
import { FOCUS_HOME } from '../use-focus-kept.ts';
import styles from './current-ticket.module.css';

/** The number at the counter, as large as the board shows it, with what the clerk needs to know of it. */
export function CurrentTicket({ view }: { readonly view: DeskView }) {
  const { t } = useTranslation('desk');
  const { current, waitingCount } = view;
  return (
    <section
      className={styles.card}
      aria-live="polite"
      data-state={current?.state ?? 'none'}
      tabIndex={-1}
      {...FOCUS_HOME}
    >
      {current ? (
        <Ticket ticket={current} view={view} />
      ) : (
        <div className={styles.none}>
          <p className={styles.noneTitle}>{t('staff.now.none')}</p>
          <p>{t('staff.now.noneNext', { count: waitingCount })}</p>
        </div>
      )}
    </section>
  );
}

function Ticket({ ticket, view }: { readonly ticket: DeskTicket; readonly view: DeskView }) {
  const { t } = useTranslation('desk');
  const words = useLocalized();
  const { language } = useDeskLanguage();
  const now = usePlatformNow();
  const { label, state, calledAt, servingSince, transferredFrom, businessDate } = ticket;
  const waitedUntil = Date.parse(calledAt ?? servingSince ?? view.at);
  const { merged } = view;
  const from = view.queues.find(({ queueId }) => queueId === transferredFrom);
  return (
    <>
      <div className={styles.number}>
        <p className={styles.state}>{t(state === 'serving' ? 'staff.now.serving' : 'staff.now.called')}</p>
        <p className={styles.label}>{label}</p>
      </div>
      <div className={styles.facts}>
        <p className={styles.service}>{words(ticket.serviceName)}</p>
        <p>
          <PriorityMark priorityClass={ticket.priorityClass} always />
        </p>
        <p>{t('staff.now.waited', { count: minutesSince(ticket.place, waitedUntil) })}</p>
        <p className={styles.clock}>
          {state === 'serving' && servingSince !== null
            ? t('staff.now.servingFor', { time: stopwatch(servingSince, now) })
            : t('staff.now.calledTimes', { count: ticket.calls })}
          {state === 'called' &&
            calledAt !== null &&
            ` · ${t('staff.now.calledAgo', { time: stopwatch(calledAt, now) })}`}
        </p>
        {merged.length > 0 && (
          <p className={styles.merged}>
            {t('staff.now.merged', { labels: merged.map((each) => each.label).join(t('staff.now.between')) })}
          </p>
        )}
        {ticket.identified && <p className={styles.quiet}>{t('staff.now.identified')}</p>}
        {from && <p className={styles.quiet}>{t('staff.now.transferred', { queue: words(from.name) })}</p>}
        {businessDate !== hallDay(Date.parse(view.at)) && (
          <p className={styles.quiet}>
            {t('staff.now.yesterday', { date: dateInWords(businessDate, language) })}
          </p>
        )}
      </div>
    </>
  );
}
