import { useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { localized } from '#contract/localized.ts';
import { hallClock, useLanguage } from '../kiosk/text.ts';
import { useNow } from '../ui/use-now.ts';
import type { Bell } from './bell.ts';
import type { Cancel } from './cancel-question.tsx';
import { CancelButton } from './cancel-ticket.tsx';
import { PageFrame } from './page-frame.tsx';
import { Card, StateCard } from './state-card.tsx';
import styles from './ticket.module.css';
import { isOver, type TicketState, type TicketStore } from './ticket-store.ts';

/** A connection that breaks and comes back at once is nobody's business. */
const SAID_AFTER_MS = 3_000;

/** The page behind the code on a ticket. */
export function TicketPage(props: {
  readonly store: TicketStore;
  /** Of its address. */
  readonly token: string;
  readonly bell: Bell;
  readonly onCancel: Cancel;
}) {
  const { store, token, bell, onCancel } = props;
  const { t } = useTranslation('desk');
  const language = useLanguage();
  const state = useSyncExternalStore(store.subscribe, store.snapshot);
  const { view, unknown } = state;
  const [allowed, setAllowed] = useState(false);
  return (
    <PageFrame hallName={view?.hallName} title={t('ticket.pageTitle')}>
      {view && (
        <div className={styles.number}>
          <span className={styles.caption}>{t('ticket.number')}</span>
          <strong>{view.label}</strong>
          <span>{localized(view.serviceName, language)}</span>
        </div>
      )}
      {view?.goesWith && (
        <p className={styles.goesWith}>
          {t(isOver(view) ? 'ticket.wentWith' : 'ticket.goesWith', { label: view.goesWith })}
        </p>
      )}
      {view && <StateCard view={view} />}
      {view?.reopenedAt && (
        <p className={styles.goesWith}>
          {t('ticket.reopened', { time: hallClock(language, Date.parse(view.reopenedAt)).time })}
        </p>
      )}
      {view?.appointment && view.goesWith === null && (
        <a className={styles.main} href={`/a/${token}`}>
          {t('ticket.closed.appointmentPage')}
        </a>
      )}
      {!view && unknown && (
        <Card tone="warn" title={t('ticket.unknown.title')} hint={t('ticket.unknown.hint')} />
      )}
      {!view && !unknown && <Card tone="wait" title={t('ticket.connecting.title')} />}
      <Freshness state={state} />
      {(view?.state === 'waiting' || view?.state === 'held') && (
        <BellButton
          allowed={allowed}
          onAllow={() => {
            bell.allow();
            setAllowed(true);
          }}
        />
      )}
      {view && view.goesWith === null && <CancelButton view={view} onCancel={onCancel} />}
    </PageFrame>
  );
}

/** Whether what is shown is true now, and if not, when it was. */
function Freshness({ state }: { readonly state: TicketState }) {
  const { t } = useTranslation('desk');
  const language = useLanguage();
  const now = useNow() + state.clockOffset;
  const { view, connected, trueUntil } = state;
  if (!view || isOver(view) || trueUntil === undefined) return null;
  const { time } = hallClock(language, connected ? Date.parse(view.at) : trueUntil);
  if (!connected && now - trueUntil > SAID_AFTER_MS) {
    return <output className={styles.away}>{t('ticket.away', { time })}</output>;
  }
  return <p className={styles.fresh}>{t('ticket.updated', { time })}</p>;
}

function BellButton({ allowed, onAllow }: { readonly allowed: boolean; readonly onAllow: () => void }) {
  const { t } = useTranslation('desk');
  if (allowed) return <p className={styles.bell}>{t('ticket.bell.on')}</p>;
  return (
    <button type="button" className={styles.main} onClick={onAllow}>
      {t('ticket.bell.off')}
    </button>
  );
}
