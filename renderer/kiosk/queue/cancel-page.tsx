import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TicketView } from '#contract/ticket.ts';
import type { PageFailure } from '../../rpc/answer.ts';
import { Button } from '../../ui/button.tsx';
import { FactList } from '../../ui/fact-list.tsx';
import { Message } from '../../ui/message.tsx';
import { FailureMessage } from '../failure-message.tsx';
import { useKiosk } from '../kiosk-context.ts';
import { Screen } from '../screen.tsx';
import { hallClock, useLocalized } from '../text.ts';

/** Asks once more before a number is void. */
export function CancelPage({ ticket }: { readonly ticket: TicketView }) {
  const { t } = useTranslation();
  const localize = useLocalized();
  const { status, port, go, leave, language } = useKiosk();
  const [cancelling, setCancelling] = useState(false);
  const [failure, setFailure] = useState<PageFailure>();
  const [done, setDone] = useState(false);
  const { label } = ticket;

  const cancel = async () => {
    setCancelling(true);
    setFailure(undefined);
    const cancelled = await port.cancel(ticket.ticketId);
    setCancelling(false);
    if (cancelled.isOk()) setDone(true);
    else setFailure(cancelled.error);
  };

  if (done) {
    return (
      <Screen
        status={status}
        title={t('cancel.done', { label })}
        spoken={t('cancel.doneSpoken')}
        actions={
          <>
            <Button onPress={() => go({ kind: 'home' })}>{t('common.home')}</Button>
            <Button kind="primary" first onPress={() => leave('finished')}>
              {t('ticket.finish')}
            </Button>
          </>
        }
      >
        <Message tone="good" title={t('cancel.done', { label })}>
          {t('cancel.doneDetail')}
        </Message>
      </Screen>
    );
  }
  return (
    <Screen
      status={status}
      title={t('cancel.title', { label })}
      subtitle={t('cancel.subtitle')}
      spoken={t('cancel.spoken')}
      actions={
        <>
          <Button disabled={cancelling} onPress={() => void cancel()}>
            {t('cancel.yes')}
          </Button>
          <Button kind="primary" first onPress={() => go({ kind: 'back' })}>
            {t('cancel.no')}
          </Button>
        </>
      }
    >
      <FactList
        facts={[
          { name: t('ticket.number'), value: label, strong: true },
          { name: t('ticket.service'), value: localize(ticket.serviceName) },
          { name: t('cancel.taken'), value: hallClock(language, Date.parse(ticket.issuedAt)).time },
        ]}
      />
      {failure && <FailureMessage failure={failure} />}
    </Screen>
  );
}
