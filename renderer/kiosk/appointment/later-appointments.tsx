import { useTranslation } from 'react-i18next';
import type { LaterAppointment } from '#contract/terminal/appointments.ts';
import type { AppointmentsView } from '#contract/terminal/session.ts';
import { Button } from '../../ui/button.tsx';
import { Column, Columns } from '../../ui/columns.tsx';
import { ReprintIcon } from '../../ui/icons.tsx';
import { Message } from '../../ui/message.tsx';
import { whyNot } from '../devices.ts';
import { FailureMessage } from '../failure-message.tsx';
import { useClosing } from '../hours.ts';
import { useKiosk } from '../kiosk-context.ts';
import { mayPrintAgain, PaperProgress } from '../queue/paper-progress.tsx';
import { usePaper } from '../queue/use-paper.ts';
import { Screen } from '../screen.tsx';
import { hallClock, useLocalized } from '../text.ts';
import styles from './later-appointments.module.css';
import { OrdinaryNumber } from './ordinary-number.tsx';

export type ToldOfLater = Pick<Extract<AppointmentsView, { state: 'found' }>, 'later' | 'closed'>;

/** What somebody has for another day than this one; in a hall that closed early, instead of the number in his hand. */
export function LaterAppointments({ later, closed }: ToldOfLater) {
  const { t } = useTranslation();
  const { port, status, session, leave } = useKiosk();
  const closing = useClosing(status);
  const { asked, failure, print } = usePaper((appointmentId: string, requestKey) =>
    port.printSlip({ appointmentId, requestKey }),
  );
  const printerFault = whyNot(status, 'receipt-printer');
  const slip = session.appointmentSlip;
  // Whoever has no phone must take the time along: the paper comes before the end.
  const isUnprinted = later.length > 0 && !slip && !printerFault;
  const isReplaced = closed.length > 0 || later.some(({ insteadOf }) => insteadOf !== undefined);
  const story = isReplaced && status.closedEarly ? 'closed' : 'other';
  const next = later.length > 0 ? 'given' : 'none';
  return (
    <Screen
      status={status}
      title={t(`appointments.later.${story}`)}
      subtitle={t(`appointments.later.${next}`)}
      spoken={t(`appointments.later.spoken.${story}-${next}`)}
      actions={
        <>
          <OrdinaryNumber />
          <Button
            kind={isUnprinted ? 'secondary' : 'primary'}
            first={!isUnprinted}
            onPress={() => leave('finished')}
          >
            {t('ticket.finish')}
          </Button>
        </>
      }
    >
      {failure && <FailureMessage failure={failure} />}
      <Columns>
        <Column>
          {closed.map((label) => (
            <Message key={label} tone="warning" title={t('appointments.later.notCalled', { label })}>
              {closing?.opens ?? t('appointments.later.comeAgain')}
            </Message>
          ))}
          {later.map((appointment, index) => {
            const own = slip?.appointmentId === appointment.appointmentId ? slip : undefined;
            return (
              <div key={appointment.appointmentId} className={styles.appointment}>
                <Time appointment={appointment} />
                {!printerFault && (own === undefined || mayPrintAgain(own.print)) && (
                  <Button
                    kind={isUnprinted ? 'primary' : 'secondary'}
                    first={isUnprinted && index === 0}
                    icon={ReprintIcon}
                    disabled={asked}
                    onPress={() => print(appointment.appointmentId)}
                  >
                    {own ? t('ticket.again') : t('appointments.later.print')}
                  </Button>
                )}
              </div>
            );
          })}
        </Column>
        {slip ? (
          <PaperProgress print={slip.print} words={t('appointments.later.paper', { returnObjects: true })} />
        ) : (
          printerFault &&
          later.length > 0 && (
            <Message tone="warning" title={t(`failure.${printerFault}.citizen`)}>
              {t('appointments.later.paper.notPrintedDetail')}
            </Message>
          )
        )}
      </Columns>
    </Screen>
  );
}

function Time({
  appointment: { from, to, serviceName, insteadOf },
}: {
  readonly appointment: LaterAppointment;
}) {
  const { t } = useTranslation();
  const localize = useLocalized();
  const { language } = useKiosk();
  const { date, time } = hallClock(language, Date.parse(from));
  const until = hallClock(language, Date.parse(to)).time;
  return (
    <Message tone="good" title={`${date} ${t('appointments.slot', { from: time, to: until })}`}>
      <p>{localize(serviceName)}</p>
      {insteadOf !== undefined && <p>{t('appointments.later.insteadOf', { label: insteadOf })}</p>}
    </Message>
  );
}
