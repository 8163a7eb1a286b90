import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PageFailure } from '../../rpc/answer.ts';
import { Button } from '../../ui/button.tsx';
import { Columns } from '../../ui/columns.tsx';
import { FactList } from '../../ui/fact-list.tsx';
import { CardIcon, ListIcon, PeopleIcon, TicketIcon, TimeIcon } from '../../ui/icons.tsx';
import { Message } from '../../ui/message.tsx';
import { Stats } from '../../ui/stats.tsx';
import { whyNot } from '../devices.ts';
import { FailureMessage } from '../failure-message.tsx';
import { useKiosk } from '../kiosk-context.ts';
import { Screen } from '../screen.tsx';
import { useEstimate, useLocalized } from '../text.ts';
import { findService } from './service-tree.ts';
import { useTakeSteps } from './steps.ts';
import { useWaiting } from './use-waiting.ts';

/** A summary to check before the number is given. */
export function ConfirmPage({ serviceId }: { readonly serviceId: string }) {
  const { t } = useTranslation();
  const localize = useLocalized();
  const estimate = useEstimate();
  const { status, session, port, go } = useKiosk();
  const names = useTakeSteps();
  const { waiting, failure: waitingFailure } = useWaiting(port, serviceId);
  // One key for this page: a repeated touch, or a try after a broken answer, gives the same number.
  const [requestKey] = useState(() => crypto.randomUUID());
  const [taking, setTaking] = useState(false);
  const [failure, setFailure] = useState<PageFailure>();
  const service = findService(status.hall?.services ?? [], serviceId);
  const printerFault = whyNot(status, 'receipt-printer');

  const take = async () => {
    setTaking(true);
    setFailure(undefined);
    const taken = await port.take(serviceId, requestKey);
    setTaking(false);
    if (taken.isOk()) go({ kind: 'open', page: { name: 'ticket', ticket: taken.value } });
    else setFailure(taken.error);
  };

  const asking = waitingFailure ? '—' : t('confirm.asking');
  return (
    <Screen
      status={status}
      title={t('confirm.title')}
      steps={{ names, step: 3 }}
      spoken={t('confirm.spoken')}
      actions={
        <Button kind="primary" icon={TicketIcon} first disabled={taking} onPress={() => void take()}>
          {taking ? t('confirm.taking') : failure ? t('common.tryAgain') : t('confirm.take')}
        </Button>
      }
    >
      <Columns>
        <FactList
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
          ]}
        />
        <Stats
          stats={[
            {
              icon: PeopleIcon,
              name: t('confirm.ahead'),
              value: waiting ? t('confirm.people', { count: waiting.ahead }) : asking,
            },
            { icon: TimeIcon, name: t('confirm.estimate'), value: waiting ? estimate(waiting) : asking },
          ]}
        />
      </Columns>
      {failure && <FailureMessage failure={failure} />}
      {!failure && waiting?.complete === false && <Message tone="info" title={t('confirm.incomplete')} />}
      {!failure && printerFault && (
        <Message tone="warning" title={t(`failure.${printerFault}.citizen`)}>
          {t('confirm.noPrinter')}
        </Message>
      )}
    </Screen>
  );
}
