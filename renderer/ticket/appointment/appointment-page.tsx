import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppointmentPage } from '#contract/desk/appointments.ts';
import { localized } from '#contract/localized.ts';
import { hallClock, useLanguage } from '../../kiosk/text.ts';
import { QrCode } from '../../ui/qr-code.tsx';
import { type Cancel, CancelQuestion } from '../cancel-question.tsx';
import { PageFrame } from '../page-frame.tsx';
import { Card, useTimes } from '../state-card.tsx';
import styles from '../ticket.module.css';
import type { AppointmentState, AppointmentStore } from './appointment-store.ts';

export type AppointmentPageProps = {
  readonly store: AppointmentStore;
  /** As it stands in the address. */
  readonly code: string;
  readonly onCancel: Cancel;
};

/** The page behind the code of an appointment: when to come, what to bring, and what to show in the hall. */
export function AppointmentPageView({ store, code, onCancel }: AppointmentPageProps) {
  const { t } = useTranslation('desk');
  const state = useSyncExternalStore(store.subscribe, store.snapshot, store.snapshot);
  const { page } = state;
  return (
    <PageFrame hallName={page?.hallName} title={t('appointment.pageTitle')}>
      <Trouble state={state} />
      {page && <Appointment page={page} code={code} />}
      {(page?.state === 'booked' || page?.state === 'withdrawn') && (
        <CancelQuestion
          words={t('appointment.cancel', { returnObjects: true })}
          onCancel={onCancel}
          lateCode="APPOINTMENT_STATE"
        />
      )}
    </PageFrame>
  );
}

function Trouble({ state: { page, failure } }: { readonly state: AppointmentState }) {
  const { t } = useTranslation('desk');
  const language = useLanguage();
  if (page && failure) {
    const { time } = hallClock(language, Date.parse(page.at));
    return <output className={styles.away}>{t('appointment.away.since', { time })}</output>;
  }
  if (page) return null;
  switch (failure) {
    case undefined:
      return <Card tone="wait" title={t('appointment.connecting.title')} />;
    case 'APPOINTMENT_UNKNOWN':
      return <Card tone="warn" title={t('appointment.unknown.title')} hint={t('appointment.unknown.hint')} />;
    case 'TOO_MANY_TRIES':
      return <Card tone="warn" title={t('appointment.tooMany.title')} hint={t('appointment.tooMany.hint')} />;
    default:
      return <Card tone="warn" title={t('appointment.away.title')} hint={t('appointment.away.hint')} />;
  }
}

type KnownProps = { readonly page: AppointmentPage; readonly code: string };

/** What there is to know of one, the most important first. */
export function Appointment({ page, code }: KnownProps) {
  const { t } = useTranslation('desk');
  const language = useLanguage();
  const times = useTimes();
  const { date, from, to } = times(page);
  return (
    <>
      <div className={styles.number}>
        <span className={styles.caption}>{t('appointment.day')}</span>
        <strong className={styles.day}>{date}</strong>
        <strong className={styles.hours}>{`${from}–${to}`}</strong>
        <span>{localized(page.serviceName, language)}</span>
      </div>
      {page.moved && page.state === 'booked' && (
        <Card
          tone="warn"
          title={t('appointment.moved.title')}
          lead={t('appointment.moved.was', times(page.moved))}
          hint={t(`appointment.moved.${page.moved.by}`)}
        />
      )}
      <State page={page} />
      {page.state === 'booked' && <Bring page={page} />}
      {page.state === 'booked' && <ToShow code={code} />}
    </>
  );
}

function State({ page }: { readonly page: AppointmentPage }) {
  const { t } = useTranslation('desk');
  const times = useTimes();
  const language = useLanguage();
  const { state, insteadOf } = page;
  if (state !== 'booked') {
    return <Card tone="over" title={t(`appointment.${state}.title`)} hint={t(`appointment.${state}.hint`)} />;
  }
  const { from, to } = times({ from: page.comeFrom, to: page.to });
  const until = hallClock(language, Date.parse(page.comeUntil)).time;
  return (
    <Card tone="wait" title={t('appointment.booked.title', { from, to })}>
      <p>{t('appointment.booked.tooEarly', { from })}</p>
      <p>{t('appointment.booked.late', { to, until })}</p>
      {insteadOf && (
        <p>
          {t('appointment.insteadOf', {
            label: insteadOf.label,
            date: hallClock(language, Date.parse(`${insteadOf.businessDate}T12:00:00+08:00`)).date,
          })}
        </p>
      )}
    </Card>
  );
}

function Bring({ page }: { readonly page: AppointmentPage }) {
  const { t } = useTranslation('desk');
  const language = useLanguage();
  return (
    <section className={styles.card}>
      <h2>{t('appointment.bring.title')}</h2>
      <ul className={styles.list}>
        {/* A service that asks for papers names this one, too, where it wants it. */}
        {page.materials.length === 0 && <li>{t('appointment.bring.card')}</li>}
        {page.materials.map((material) => (
          <li key={material['zh-CN']}>{localized(material, language)}</li>
        ))}
      </ul>
    </section>
  );
}

const TOKEN_LENGTH = 22;

/** What a terminal in the hall reads: the code itself, or that of the ticket that it stands for. */
function ToShow({ code }: { readonly code: string }) {
  const { t } = useTranslation('desk');
  const isTicket = code.length === TOKEN_LENGTH;
  return (
    <section className={styles.card}>
      <h2>{t('appointment.code.title')}</h2>
      <p>{t('appointment.code.scan')}</p>
      <div className={styles.qr}>
        <QrCode text={isTicket ? `MSB1:${code}` : `MSBA1:${code}`} label={t('appointment.code.picture')} />
      </div>
      {!isTicket && (
        <>
          <p>{t('appointment.code.type')}</p>
          <p className={styles.code}>{code}</p>
          <p>{t('appointment.code.card')}</p>
        </>
      )}
    </section>
  );
}
