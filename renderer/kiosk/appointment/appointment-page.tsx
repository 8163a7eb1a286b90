import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppointmentsView, AppointmentView } from '#contract/terminal/session.ts';
import { Button } from '../../ui/button.tsx';
import { Columns } from '../../ui/columns.tsx';
import { CardIcon, CodeIcon, KeysIcon } from '../../ui/icons.tsx';
import { Message } from '../../ui/message.tsx';
import { PagedGrid } from '../../ui/paged-grid.tsx';
import { Tile } from '../../ui/tile.tsx';
import { whyNot } from '../devices.ts';
import { gridShape } from '../grid-shape.ts';
import { useClosing } from '../hours.ts';
import { useKiosk } from '../kiosk-context.ts';
import { findService } from '../queue/service-tree.ts';
import { useTakeSteps } from '../queue/steps.ts';
import { afterService } from '../queue/take-path.ts';
import { Screen } from '../screen.tsx';
import { hallClock, useLocalized } from '../text.ts';
import { isNothing, tellsOfLater } from './found.ts';
import { LaterAppointments } from './later-appointments.tsx';
import { OrdinaryNumber } from './ordinary-number.tsx';

/** The appointments of today and to come, asked for by card or code. An ordinary number is to be had from here at any time. */
export function AppointmentPage() {
  const { session, port } = useKiosk();
  const { appointments, identity } = session;
  const ask = identity.state === 'known' && appointments === undefined;
  useEffect(() => {
    if (ask) void port.findAppointments();
  }, [ask, port]);
  return appointments && !wasToldAlready(appointments) ? <Answer appointments={appointments} /> : <Ways />;
}

/** What came of a typed code is said where it was typed, unless it was found. */
function wasToldAlready(appointments: AppointmentsView): boolean {
  if (appointments.typed === undefined) return false;
  return appointments.state !== 'found' || isNothing(appointments);
}

/** A card or a code. */
function Ways() {
  const { t } = useTranslation();
  const { status, go } = useKiosk();
  const readerFault = whyNot(status, 'id-card-reader');
  const scannerFault = whyNot(status, 'code-scanner');
  return (
    <Screen
      status={status}
      title={t('appointments.title')}
      subtitle={t('appointments.subtitle')}
      spoken={t('appointments.spoken')}
      actions={<OrdinaryNumber />}
    >
      <HoursMessage />
      <Columns>
        <Tile
          icon={CardIcon}
          title={t('appointments.card')}
          detail={t('appointments.cardDetail')}
          blocked={readerFault && t(`failure.${readerFault}.citizen`)}
          onPress={() => go({ kind: 'open', page: { name: 'card', aim: 'appointment' } })}
        />
        <Tile
          icon={CodeIcon}
          title={t('appointments.code')}
          detail={t('appointments.codeDetail')}
          blocked={scannerFault && t(`failure.${scannerFault}.citizen`)}
          onPress={() => go({ kind: 'open', page: { name: 'scan', aim: 'appointment' } })}
        />
        <Tile
          icon={KeysIcon}
          title={t('appointments.type')}
          detail={t('appointments.typeDetail')}
          onPress={() => go({ kind: 'open', page: { name: 'typed-code' } })}
        />
      </Columns>
    </Screen>
  );
}

function Answer({ appointments }: { readonly appointments: AppointmentsView }) {
  const { t } = useTranslation();
  const { status, mode, go } = useKiosk();
  const closing = useClosing(status);
  const steps = useTakeSteps()('service');
  switch (appointments.state) {
    case 'asking':
      return (
        <Screen status={status} title={t('appointments.asking')} steps={steps} actions={<OrdinaryNumber />}>
          <Message tone="info" title={t('common.oneMoment')} />
        </Screen>
      );
    case 'failed':
      return (
        <Screen
          status={status}
          title={t('appointments.failed')}
          steps={steps}
          spoken={t('appointments.failedDetail')}
          actions={<OrdinaryNumber primary />}
        >
          <Message tone="warning" title={t(`failure.${appointments.failure}.citizen`)}>
            {t('appointments.failedDetail')}
          </Message>
        </Screen>
      );
    case 'found':
      // No number is given today: what stands on another day is all that counts.
      if (tellsOfLater(appointments) && (status.closedEarly || appointments.appointments.length === 0)) {
        return <LaterAppointments later={appointments.later} closed={appointments.closed} />;
      }
      return appointments.appointments.length === 0 ? (
        <Screen
          status={status}
          title={t('appointments.none')}
          steps={steps}
          spoken={closing?.opens ?? t('appointments.noneDetail')}
          actions={
            <>
              <Button onPress={() => go({ kind: 'open', page: { name: 'typed-code' } })}>
                {t('appointments.type')}
              </Button>
              <OrdinaryNumber primary />
            </>
          }
        >
          <HoursMessage otherwise={<Message tone="info" title={t('appointments.noneDetail')} />} />
        </Screen>
      ) : (
        <Screen
          status={status}
          title={t('appointments.found')}
          subtitle={t('appointments.foundSubtitle')}
          steps={steps}
          spoken={t('appointments.foundSpoken')}
          actions={<OrdinaryNumber />}
        >
          <HoursMessage />
          <PagedGrid shape={{ ...gridShape(mode, status.screen), columns: 1 }}>
            {appointments.appointments.map((appointment) => (
              <Found key={appointment.appointmentId} appointment={appointment} />
            ))}
          </PagedGrid>
        </Screen>
      );
  }
}

/** When whoever has booked nothing may have a number, where that is not now. */
function HoursMessage({ otherwise }: { readonly otherwise?: ReactNode }) {
  const { status } = useKiosk();
  const closing = useClosing(status);
  if (!closing || closing.kind === 'soon') return otherwise;
  return (
    <Message tone="warning" title={closing.title}>
      {closing.opens}
    </Message>
  );
}

/** One appointment. Too early or lapsed, it still leads to an ordinary number for the same service, where there is one. */
function Found({ appointment }: { readonly appointment: AppointmentView }) {
  const { t } = useTranslation();
  const localize = useLocalized();
  const { status, session, go, language } = useKiosk();
  const { appointmentId, serviceId, checkIn } = appointment;
  const timeOf = (instant: string) => hallClock(language, Date.parse(instant)).time;
  const service = findService(status.hall?.services ?? [], serviceId);
  const closing = useClosing(status);
  const isBarred = closing !== undefined && closing.kind !== 'soon';
  const isNotDue = checkIn === 'too-early' || checkIn === 'missed';
  const state = isNotDue && isBarred ? (`${checkIn}-only` as const) : checkIn;
  const words = t(`appointments.states.${state}`, { time: timeOf(appointment.comeAt) });
  const slot = t('appointments.slot', { from: timeOf(appointment.from), to: timeOf(appointment.to) });
  const keeps = checkIn === 'on-time' || checkIn === 'late';
  const order = { serviceId, ...(keeps && { appointmentId }) };
  if (!service) return null;
  return (
    <Tile
      size="row"
      title={`${slot} ${localize(service.name)}`}
      detail={words}
      blocked={checkIn === 'taken' || (isNotDue && isBarred) ? words : undefined}
      onPress={() =>
        go({ kind: 'open', page: afterService(service, order, session.identity.state === 'known') })
      }
    />
  );
}
