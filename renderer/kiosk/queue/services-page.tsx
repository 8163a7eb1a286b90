import { useTranslation } from 'react-i18next';
import type { Service } from '#contract/hall.ts';
import { Button } from '../../ui/button.tsx';
import { TimeIcon } from '../../ui/icons.tsx';
import { Message } from '../../ui/message.tsx';
import { PagedGrid } from '../../ui/paged-grid.tsx';
import { Tile } from '../../ui/tile.tsx';
import { gridShape } from '../grid-shape.ts';
import { useKiosk } from '../kiosk-context.ts';
import { Screen } from '../screen.tsx';
import { useLocalized } from '../text.ts';
import { childrenOf, findService, leavesUnder } from './service-tree.ts';
import { useTakeSteps } from './steps.ts';
import { afterService } from './take-path.ts';
import { useWaiting } from './use-waiting.ts';

/** One level of the service tree as large buttons. */
export function ServicesPage({ parentId }: { readonly parentId: string | null }) {
  const { t } = useTranslation();
  const localize = useLocalized();
  const { status, mode, go } = useKiosk();
  const steps = useTakeSteps();
  const services = status.hall?.services ?? [];
  const parent = parentId === null ? undefined : findService(services, parentId);
  const entries = childrenOf(services, parentId);
  const wide = status.screen.widthMm > status.screen.heightMm;
  const appointment = parentId === null && services.some(({ appointments }) => appointments) && (
    <Button icon={TimeIcon} onPress={() => go({ kind: 'open', page: { name: 'appointment' } })}>
      {t('services.appointment')}
    </Button>
  );
  return (
    <Screen
      status={status}
      title={parent ? t('services.titleWithin', { group: localize(parent.name) }) : t('services.title')}
      steps={steps('service')}
      spoken={t('services.spoken')}
      actions={wide ? undefined : appointment}
    >
      {entries.length === 0 ? (
        <Message tone="info" title={t('services.empty')} />
      ) : (
        <PagedGrid shape={gridShape(mode, status.screen)} aside={wide && appointment}>
          {entries.map((service) =>
            service.queueId === null ? (
              <Group key={service.serviceId} service={service} services={services} />
            ) : (
              <Leaf key={service.serviceId} service={service} />
            ),
          )}
        </PagedGrid>
      )}
    </Screen>
  );
}

function Group({ service, services }: { readonly service: Service; readonly services: readonly Service[] }) {
  const { t } = useTranslation();
  const localize = useLocalized();
  const { go } = useKiosk();
  return (
    <Tile
      size="row"
      title={localize(service.name)}
      detail={t('services.items', { count: leavesUnder(services, service.serviceId) })}
      onPress={() => go({ kind: 'open', page: { name: 'services', parentId: service.serviceId } })}
    />
  );
}

function Leaf({ service }: { readonly service: Service }) {
  const { t } = useTranslation();
  const localize = useLocalized();
  const { go, port, session } = useKiosk();
  const { serviceId } = service;
  const { waiting, failure } = useWaiting(port, serviceId);
  const detail = waiting
    ? waiting.ahead === 0
      ? t('services.waitingNone')
      : t('services.waiting', { count: waiting.ahead })
    : failure
      ? ' '
      : t('common.oneMoment');
  return (
    <Tile
      size="row"
      title={localize(service.name)}
      detail={detail}
      onPress={() =>
        go({
          kind: 'open',
          page: afterService(service, { serviceId }, session.identity.state === 'known'),
        })
      }
    />
  );
}
