import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { FactList } from '../../ui/fact-list.tsx';
import type { StepPathProps } from '../../ui/step-path.tsx';
import { useKiosk } from '../kiosk-context.ts';
import { Screen } from '../screen.tsx';
import styles from './known-person.module.css';
import type { PersonView } from './person-view.ts';

export type KnownPersonProps = {
  readonly person: PersonView;
  readonly serviceId: string | undefined;
  readonly steps: StepPathProps;
  readonly onWrong: () => void;
};

/** What was read from the card, masked, to be confirmed. */
export function KnownPerson({ person, serviceId, steps, onWrong }: KnownPersonProps) {
  const { t } = useTranslation();
  const { status, session, go } = useKiosk();
  const goOn = () => {
    if (serviceId === undefined) go({ kind: 'open', page: { name: 'earlier' } });
    else if (session.earlierTickets.length > 0) go({ kind: 'open', page: { name: 'earlier', serviceId } });
    else go({ kind: 'open', page: { name: 'confirm', serviceId } });
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
    </Screen>
  );
}
