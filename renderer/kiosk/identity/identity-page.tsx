import { useTranslation } from 'react-i18next';
import { Columns } from '../../ui/columns.tsx';
import { CardIcon, TicketIcon } from '../../ui/icons.tsx';
import { Tile } from '../../ui/tile.tsx';
import { whyNot } from '../devices.ts';
import { useKiosk } from '../kiosk-context.ts';
import type { TakeOrder } from '../navigation.ts';
import { useTakeSteps } from '../queue/steps.ts';
import { Screen } from '../screen.tsx';

/** With the card or without it: both lead to a number. */
export function IdentityPage({ order }: { readonly order: TakeOrder }) {
  const { t } = useTranslation();
  const { status, go } = useKiosk();
  const steps = useTakeSteps(order.serviceId);
  const readerFault = whyNot(status, 'id-card-reader');
  return (
    <Screen
      status={status}
      title={t('identity.title')}
      subtitle={t('identity.subtitle')}
      steps={steps('identity')}
      spoken={t('identity.spoken')}
    >
      <Columns>
        <Tile
          icon={CardIcon}
          title={t('identity.card')}
          detail={t('identity.cardDetail')}
          blocked={readerFault && t(`failure.${readerFault}.citizen`)}
          onPress={() => go({ kind: 'open', page: { name: 'card', order } })}
        />
        <Tile
          icon={TicketIcon}
          title={t('identity.without')}
          detail={t('identity.withoutDetail')}
          onPress={() => go({ kind: 'open', page: { name: 'confirm', order } })}
        />
      </Columns>
    </Screen>
  );
}
