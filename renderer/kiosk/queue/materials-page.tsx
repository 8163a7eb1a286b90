import { useState } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { DoneIcon, ListIcon, WarningIcon } from '../../ui/icons.tsx';
import { Message } from '../../ui/message.tsx';
import { PagedGrid } from '../../ui/paged-grid.tsx';
import { materialsShape } from '../grid-shape.ts';
import { useKiosk } from '../kiosk-context.ts';
import type { TakeOrder } from '../navigation.ts';
import { Screen } from '../screen.tsx';
import { useLocalized } from '../text.ts';
import styles from './materials-page.module.css';
import { findService } from './service-tree.ts';
import { useTakeSteps } from './steps.ts';
import { afterMaterials } from './take-path.ts';

/** What to have in hand for the service; a number is to be had without it as well. */
export function MaterialsPage({ order }: { readonly order: TakeOrder }) {
  const { t } = useTranslation();
  const localize = useLocalized();
  const { status, session, mode, go } = useKiosk();
  const steps = useTakeSteps(order.serviceId);
  const [answers, setAnswers] = useState<ReadonlyMap<number, boolean>>(
    () => new Map((order.missing ?? []).map((place) => [place, false])),
  );
  const materials = findService(status.hall?.services ?? [], order.serviceId)?.materials ?? [];
  const missing = materials.flatMap((_, place) => (answers.get(place) === false ? [place] : []));
  const answer = (place: number, brought: boolean) => setAnswers(new Map([...answers, [place, brought]]));
  const goOn = () =>
    go({
      kind: 'open',
      page: afterMaterials({ ...order, missing }, session.identity.state === 'known'),
    });
  return (
    <Screen
      status={status}
      title={t('materials.title')}
      subtitle={
        mode.elder && missing.length > 0
          ? t('materials.missing', { count: missing.length })
          : t('materials.subtitle')
      }
      steps={steps('materials')}
      spoken={t('materials.spoken')}
      actions={
        <>
          {missing.length > 0 && (
            <Button
              icon={ListIcon}
              onPress={() =>
                go({
                  kind: 'open',
                  page: {
                    name: 'materials-list',
                    order: { ...order, missing },
                    requestKey: crypto.randomUUID(),
                  },
                })
              }
            >
              {t('materials.listOnly')}
            </Button>
          )}
          <Button kind="primary" first onPress={goOn}>
            {missing.length > 0 ? t('materials.goOn') : t('materials.allBrought')}
          </Button>
        </>
      }
    >
      <PagedGrid shape={materialsShape(mode, status.screen)}>
        {materials.map((material, place) => (
          <Material
            key={material['zh-CN']}
            name={localize(material)}
            brought={answers.get(place)}
            onAnswer={(brought) => answer(place, brought)}
          />
        ))}
      </PagedGrid>
      {!mode.elder && missing.length > 0 && (
        <Message tone="warning" title={t('materials.missing', { count: missing.length })}>
          {t('materials.missingDetail')}
        </Message>
      )}
    </Screen>
  );
}

type MaterialProps = {
  readonly name: string;
  readonly brought: boolean | undefined;
  readonly onAnswer: (brought: boolean) => void;
};

function Material({ name, brought, onAnswer }: MaterialProps) {
  const { t } = useTranslation();
  const choice = (value: boolean) => {
    const answer = value ? t('materials.brought') : t('materials.notBrought');
    const chosen = brought === value;
    const Mark = value ? DoneIcon : WarningIcon;
    return (
      <AriaButton
        className={`${styles.choice} ${value ? styles.brought : styles.missing} ${chosen ? styles.chosen : ''}`}
        aria-pressed={chosen}
        aria-label={t('materials.item', { material: name, answer })}
        onPress={() => onAnswer(value)}
      >
        <span className={styles.box}>{chosen && <Mark size="80%" />}</span>
        <span>{answer}</span>
      </AriaButton>
    );
  };
  return (
    <div className={`${styles.material} ${brought === false ? styles.marked : ''}`}>
      <span className={styles.name}>{name}</span>
      <span className={styles.choices}>
        {choice(true)}
        {choice(false)}
      </span>
    </div>
  );
}
