import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { FollowUpView } from '#contract/desk/board.ts';
import { localized } from '#contract/localized.ts';
import { hallClock, useLanguage } from '../kiosk/text.ts';
import styles from './ticket.module.css';

/** How a ticket stands, what to do now, and what comes next, in sentences. */
export function StateCard({ view }: { readonly view: FollowUpView }) {
  const { t } = useTranslation('desk');
  const language = useLanguage();
  const counter = view.counterLabel && localized(view.counterLabel, language);
  switch (view.state) {
    case 'waiting':
      return <Waiting view={view} />;
    case 'called':
      return (
        <Card
          tone="now"
          title={counter ? t('ticket.called.title', { counter }) : t('ticket.called.titleUnknown')}
          hint={t('ticket.called.hint')}
        />
      );
    case 'serving':
      return <Card tone="now" title={t('ticket.serving.title')} lead={counter} />;
    case 'held':
      return <Card tone="wait" title={t('ticket.held.title')} hint={t('ticket.held.hint')} />;
    case 'no-show':
      return <Card tone="warn" title={t('ticket.no-show.title')} hint={t('ticket.no-show.hint')} />;
    case 'finished':
      return <Card tone="over" title={t('ticket.finished.title')} hint={t('ticket.finished.hint')} />;
    case 'cancelled':
      return <Card tone="over" title={t('ticket.cancelled.title')} hint={t('ticket.cancelled.hint')} />;
    case 'closed':
      return <Closed view={view} />;
    case 'past':
      return <Card tone="over" title={t('ticket.past.title')} hint={t('ticket.past.hint')} />;
  }
}

function Waiting({ view }: { readonly view: FollowUpView }) {
  const { t } = useTranslation('desk');
  const { ahead, isNext, before, fromMinutes, toMinutes } = view;
  const isNear = ahead === 0;
  const title = () => {
    // It came a moment ago, and nobody has counted yet.
    if (ahead === null) return t('ticket.waiting.queued');
    if (!isNear) return t('ticket.waiting.ahead', { count: ahead });
    return isNext ? t('ticket.waiting.next') : t('ticket.waiting.nextSomewhere');
  };
  const wait = () => {
    if (ahead === null) return null;
    if (fromMinutes === null || toMinutes === null) return t('ticket.waiting.noTime');
    if (fromMinutes === 0) return t('ticket.waiting.upTo', { to: toMinutes });
    return t('ticket.waiting.minutes', { from: fromMinutes, to: toMinutes });
  };
  return (
    <Card
      tone="wait"
      title={title()}
      lead={wait()}
      hint={isNear ? t('ticket.waiting.nextHint') : t('ticket.waiting.hint')}
    >
      {(['byPriority', 'byTurn', 'byAgeing'] as const).map((rule) => {
        const count = before?.[rule] ?? 0;
        return count > 0 && <p key={rule}>{t(`ticket.waiting.${rule}`, { count })}</p>;
      })}
    </Card>
  );
}

function Closed({ view }: { readonly view: FollowUpView }) {
  const { t } = useTranslation('desk');
  const times = useTimes();
  const { appointment } = view;
  if (!appointment) {
    return <Card tone="warn" title={t('ticket.closed.title')} hint={t('ticket.closed.hint')} />;
  }
  return (
    <Card
      tone="warn"
      title={t('ticket.closed.title')}
      lead={t('ticket.closed.appointment', times(appointment))}
      hint={t('ticket.closed.appointmentHint')}
    >
      {appointment.moved && <p>{t('ticket.closed.moved', times(appointment.moved))}</p>}
    </Card>
  );
}

/** Day and times of an appointment by the hall's clock, as the texts take them. */
export function useTimes() {
  const language = useLanguage();
  return (span: { readonly from: string; readonly to: string }) => {
    const { date, time } = hallClock(language, Date.parse(span.from));
    return { date, from: time, to: hallClock(language, Date.parse(span.to)).time };
  };
}

/** A state in words. */
export function Card(props: {
  readonly tone: 'now' | 'wait' | 'warn' | 'over';
  readonly title: string;
  /** What matters most after the title. */
  readonly lead?: string | null;
  readonly hint?: string;
  readonly children?: ReactNode;
}) {
  const { tone, title, lead, hint, children } = props;
  return (
    <section className={styles.card} data-tone={tone} aria-live="polite">
      <h1>{title}</h1>
      {lead && <p className={styles.lead}>{lead}</p>}
      {children}
      {hint && <p>{hint}</p>}
    </section>
  );
}
