import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { FactList } from '../../ui/fact-list.tsx';
import { Message } from '../../ui/message.tsx';
import type { StepPathProps } from '../../ui/step-path.tsx';
import { useKiosk } from '../kiosk-context.ts';
import type { Aim, TakeOrder } from '../navigation.ts';
import { Screen } from '../screen.tsx';
import styles from './known-person.module.css';
import type { PersonView } from './person-view.ts';

export type KnownPersonProps = {
  readonly person: PersonView;
  readonly order: TakeOrder | undefined;
  readonly aim: Aim | undefined;
  readonly steps: StepPathProps;
  readonly onWrong: () => void;
};

/** What was read from the card, masked, to be confirmed. */
export function KnownPerson({ person, order, aim, steps, onWrong }: KnownPersonProps) {
  const { t } = useTranslation();
  const { status, session, go } = useKiosk();
  const goOn = () => {
    const hasTicket = session.earlierTickets.some(({ cancelled }) => !cancelled);
    if (aim === 'appointment') go({ kind: 'open', page: { name: 'appointment' } });
    else if (order === undefined) go({ kind: 'open', page: { name: 'earlier' } });
    else go({ kind: 'open', page: { name: hasTicket ? 'earlier' : 'confirm', order } });
  };
  return (
    <Screen
      status={status}
      title={t('card.known')}
      subtitle={t('card.knownSubtitle')}
      steps={steps}
      spoken={t('card.knownSpoken')}
      actions={
        <>
          <Button onPress={onWrong}>{t('card.wrong')}</Button>
          <Button kind="primary" first onPress={goOn}>
            {t('card.right')}
          </Button>
        </>
      }
    >
      <FactList
        facts={[
          { name: t('card.name'), value: person.maskedName, strong: true },
          { name: t('card.number'), value: <span className={styles.number}>{person.maskedNumber}</span> },
          { name: t('card.kind'), value: t(`card.kinds.${person.cardKind}`) },
        ]}
      />
      {person.elderly && aim === undefined && (
        <Message tone="good" title={t('card.elderly')}>
          {t('card.elderlyDetail')}
        </Message>
      )}
    </Screen>
  );
}
