import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PageFailure } from '../../rpc/answer.ts';
import { Button } from '../../ui/button.tsx';
import { Columns } from '../../ui/columns.tsx';
import { Message } from '../../ui/message.tsx';
import { TerminalPicture } from '../../ui/terminal-picture.tsx';
import { whyNot } from '../devices.ts';
import { FailureMessage } from '../failure-message.tsx';
import { useKiosk } from '../kiosk-context.ts';
import type { Aim, TakeOrder } from '../navigation.ts';
import { useReprintSteps, useTakeSteps } from '../queue/steps.ts';
import { Screen } from '../screen.tsx';
import styles from './card-page.module.css';
import { KnownPerson } from './known-person.tsx';

type CardPageProps = { readonly order: TakeOrder | undefined; readonly aim: Aim | undefined };

/** The reader looks for a card as long as this page stands. */
export function CardPage(props: CardPageProps) {
  const [attempt, setAttempt] = useState(0);
  return <Attempt key={attempt} {...props} onAgain={() => setAttempt(attempt + 1)} />;
}

type AttemptProps = CardPageProps & { readonly onAgain: () => void };

function Attempt({ order, aim, onAgain }: AttemptProps) {
  const { t } = useTranslation();
  const { status, session, port, go } = useKiosk();
  const [failure, setFailure] = useState<PageFailure>();
  const takeSteps = useTakeSteps(order?.serviceId);
  const reprintSteps = useReprintSteps();
  const searchSteps = aim === undefined ? { names: reprintSteps, step: 1 } : takeSteps('service');
  const steps = order ? takeSteps('identity') : searchSteps;

  useEffect(() => {
    let left = false;
    const begin = async () => {
      const begun = await port.beginIdentity();
      if (!left && begun.isErr()) setFailure(begun.error);
    };
    void begin();
    return () => {
      left = true;
      void port.cancelIdentity();
    };
  }, [port]);

  const { identity } = session;
  if (identity.state === 'known') {
    return <KnownPerson person={identity.person} order={order} aim={aim} steps={steps} onWrong={onAgain} />;
  }
  const reading = identity.state === 'reading';
  const canScan = order === undefined && whyNot(status, 'code-scanner') === undefined;
  const refused = identity.state === 'waiting' ? identity.failure : undefined;
  return (
    <Screen
      status={status}
      title={failure ? t('card.unavailable') : reading ? t('card.reading') : t('card.title')}
      subtitle={reading || failure ? undefined : t('card.subtitle')}
      steps={steps}
      spoken={failure ? undefined : reading ? t('card.readingSpoken') : t('card.spoken')}
      repeatSpoken={!reading}
      actions={
        <>
          {failure && <Button onPress={onAgain}>{t('common.tryAgain')}</Button>}
          {canScan && (
            <Button onPress={() => go({ kind: 'open', page: { name: 'scan', ...(aim && { aim }) } })}>
              {aim === 'appointment' ? t('appointments.code') : t('scan.withCode')}
            </Button>
          )}
          {order === undefined ? (
            <Button onPress={() => go({ kind: 'home' })}>{t('common.anotherWay')}</Button>
          ) : (
            <Button onPress={() => go({ kind: 'open', page: { name: 'confirm', order } })}>
              {t('card.without')}
            </Button>
          )}
        </>
      }
    >
      {failure ? (
        <FailureMessage failure={failure} />
      ) : (
        <Columns fill>
          {refused && (
            <Message tone="warning" title={t(`failure.${refused}.citizen`)}>
              {t(`failure.${refused}.next`)}
            </Message>
          )}
          <div className={styles.picture}>
            <TerminalPicture spot="card" label={t('picture.card')} />
          </div>
        </Columns>
      )}
    </Screen>
  );
}
