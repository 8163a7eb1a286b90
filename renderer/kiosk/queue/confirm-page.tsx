import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PageFailure } from '../../rpc/answer.ts';
import { Button } from '../../ui/button.tsx';
import { Columns } from '../../ui/columns.tsx';
import { FactList } from '../../ui/fact-list.tsx';
import {
  CardIcon,
  HandIcon,
  ListIcon,
  PeopleIcon,
  TicketIcon,
  TimeIcon,
  WarningIcon,
} from '../../ui/icons.tsx';
import { Message } from '../../ui/message.tsx';
import { Stats } from '../../ui/stats.tsx';
import { whyNot } from '../devices.ts';
import { FailureMessage } from '../failure-message.tsx';
import { useClosing } from '../hours.ts';
import { useKiosk } from '../kiosk-context.ts';
import type { TakeOrder } from '../navigation.ts';
import { Screen } from '../screen.tsx';
import { useEstimate, useLocalized } from '../text.ts';
import { usePeople, usePriorityWords } from './priority-words.ts';
import { findService } from './service-tree.ts';
import { useTakeSteps } from './steps.ts';
import { useWaiting } from './use-waiting.ts';

/** A summary to check before the number is given. */
export function ConfirmPage({ order }: { readonly order: TakeOrder }) {
  const { t } = useTranslation();
  const localize = useLocalized();
  const estimate = useEstimate();
  const { status, session, mode, port, go } = useKiosk();
  const { serviceId, priority, missing = [], appointmentId } = order;
  const steps = useTakeSteps(serviceId);
  const hours = useClosing(status);
  // His appointment was found to be due.
  const closing = hours?.kind === 'by-appointment' && appointmentId !== undefined ? undefined : hours;
  const { waiting, failure: waitingFailure } = useWaiting(port, serviceId);
  // One key for this page: a repeated touch, or a try after a broken answer, gives the same number.
  const [requestKey] = useState(() => crypto.randomUUID());
  const [taking, setTaking] = useState(false);
  const [failure, setFailure] = useState<PageFailure>();
  const service = findService(status.hall?.services ?? [], serviceId);
  const claim = usePriorityWords(order);
  const people = usePeople(claim !== undefined);
  const printerFault = whyNot(status, 'receipt-printer');

  const take = async () => {
    setTaking(true);
    setFailure(undefined);
    const taken = await port.take({
      serviceId,
      requestKey,
      missing: [...missing],
      ...(priority && { priority }),
      ...(appointmentId !== undefined && { appointmentId }),
      ...(closing?.kind === 'soon' && { beforeOpening: true }),
    });
    setTaking(false);
    if (taken.isOk()) go({ kind: 'open', page: { name: 'ticket', ticket: taken.value } });
    else setFailure(taken.error);
  };

  const takeWords = () => {
    if (taking) return t('confirm.taking');
    if (failure) return t('common.tryAgain');
    return closing?.kind === 'soon' ? t('confirm.takeBeforeOpening') : t('confirm.take');
  };
  const asking = waitingFailure ? '—' : t('confirm.asking');
  return (
    <Screen
      status={status}
      title={t('confirm.title')}
      steps={steps('confirm')}
      spoken={t('confirm.spoken')}
      actions={
        <>
          {appointmentId === undefined && (
            <Button disabled={taking} onPress={() => go({ kind: 'open', page: { name: 'priority', order } })}>
              {priority ? t('priority.change') : t('priority.ask')}
            </Button>
          )}
          <Button
            kind="primary"
            icon={TicketIcon}
            first
            disabled={taking || (closing !== undefined && closing.kind !== 'soon')}
            onPress={() => void take()}
          >
            {takeWords()}
          </Button>
        </>
      }
    >
      <Columns>
        <FactList
          compact={claim !== undefined || missing.length > 0}
          facts={[
            {
              icon: ListIcon,
              name: t('confirm.service'),
              value: service ? localize(service.name) : '—',
              strong: true,
            },
            {
              icon: CardIcon,
              name: t('confirm.person'),
              value:
                session.identity.state === 'known'
                  ? session.identity.person.maskedName
                  : t('confirm.anonymous'),
            },
            ...(claim === undefined ? [] : [{ icon: HandIcon, name: t('priority.name'), value: claim }]),
            ...(missing.length === 0 || mode.elder
              ? []
              : [
                  {
                    icon: WarningIcon,
                    name: t('confirm.missing'),
                    value: t('materials.missing', { count: missing.length }),
                  },
                ]),
          ]}
        />
        <Stats
          stats={[
            {
              icon: PeopleIcon,
              name: t('confirm.ahead'),
              value: waiting ? people(waiting.ahead) : asking,
            },
            {
              icon: TimeIcon,
              name: t('confirm.estimate'),
              value: waiting
                ? estimate(claim === undefined ? waiting : { ...waiting, fromMinutes: 0 })
                : asking,
            },
          ]}
        />
      </Columns>
      {failure && <FailureMessage failure={failure} />}
      {closing && !failure && (
        <Message tone="warning" title={closing.title}>
          {closing.opens}
        </Message>
      )}
      {!failure && !closing && waiting?.complete === false && (
        <Message tone="info" title={t('confirm.incomplete')} />
      )}
      {!failure && !closing && printerFault && (
        <Message tone="warning" title={t(`failure.${printerFault}.citizen`)}>
          {t('confirm.noPrinter')}
        </Message>
      )}
    </Screen>
  );
}
