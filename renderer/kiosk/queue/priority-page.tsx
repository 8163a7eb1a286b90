import { useTranslation } from 'react-i18next';
import { type ClaimedPriority, claimedPrioritySchema } from '#contract/ticket.ts';
import { Button } from '../../ui/button.tsx';
import { PagedGrid } from '../../ui/paged-grid.tsx';
import { Tile } from '../../ui/tile.tsx';
import { useKiosk } from '../kiosk-context.ts';
import type { TakeOrder } from '../navigation.ts';
import { Screen } from '../screen.tsx';
import { useTakeSteps } from './steps.ts';

/** Why he may be called before others. It is believed here; the counter may ask for the document. */
export function PriorityPage({ order }: { readonly order: TakeOrder }) {
  const { t } = useTranslation();
  const { status, go } = useKiosk();
  const steps = useTakeSteps(order.serviceId);
  const wide = status.screen.widthMm > status.screen.heightMm;
  const answer = (priority: ClaimedPriority | undefined) => {
    const { priority: _before, ...rest } = order;
    go({ kind: 'answer', page: { name: 'confirm', order: { ...rest, ...(priority && { priority }) } } });
  };
  return (
    <Screen
      status={status}
      title={t('priority.title')}
      subtitle={t('priority.subtitle')}
      steps={steps('confirm')}
      spoken={t('priority.spoken')}
      actions={<Button onPress={() => answer(undefined)}>{t('priority.none')}</Button>}
    >
      <PagedGrid shape={wide ? { columns: 3, rows: 1 } : { columns: 1, rows: 3 }}>
        {claimedPrioritySchema.options.map((priority) => (
          <Tile
            key={priority}
            size="row"
            title={t(`priority.classes.${priority}`)}
            detail={t(`priority.details.${priority}`)}
            onPress={() => answer(priority)}
          />
        ))}
      </PagedGrid>
    </Screen>
  );
}
