import { useTranslation } from 'react-i18next';
import type { DeviceClass } from '#contract/device.ts';
import type { PortView } from '#contract/terminal/administration.ts';
import { Button } from '../../ui/button.tsx';
import { PlaceIcon } from '../../ui/icons.tsx';
import { Message } from '../../ui/message.tsx';
import { PagedGrid } from '../../ui/paged-grid.tsx';
import { Tile } from '../../ui/tile.tsx';
import { gridShape } from '../grid-shape.ts';
import { Screen } from '../screen.tsx';
import { AdministrationBar } from './administration-bar.tsx';
import { useAdministration } from './administration-context.ts';
import { classIcons } from './device-words.ts';
import { draftAt, inOrder } from './ports.ts';
import { StateLine } from './state-line.tsx';

export type PortsPageProps = { readonly deviceClass: DeviceClass; readonly replaces: string | undefined };

/** Every port with what answered there; what fits stands first. */
export function PortsPage({ deviceClass, replaces }: PortsPageProps) {
  const { t } = useTranslation();
  const { port, status, view, open, mode } = useAdministration();
  const { search } = view;
  const shape = { ...gridShape(mode, status.screen), columns: 1 };
  const name = t(`administration.classes.${deviceClass}`);
  return (
    <Screen
      status={status}
      title={t('administration.portsTitle', { name })}
      subtitle={t(search?.running === false ? 'administration.portsDone' : 'administration.portsSearching')}
      bar={<AdministrationBar />}
      actions={
        <Button disabled={search?.running !== false} onPress={() => void port.search(deviceClass, replaces)}>
          {t('administration.again')}
        </Button>
      }
    >
      {search?.running === false && search.ports.length === 0 && (
        <Message tone="warning" title={t('administration.portsNone')} />
      )}
      <PagedGrid shape={shape}>
        {inOrder(search?.ports ?? [], deviceClass).map((each) => (
          <PortTile
            key={each.path}
            view={each}
            onPress={() =>
              search &&
              open({
                name: 'draft',
                draft: draftAt(each, deviceClass, search.models),
                ...(replaces !== undefined && { replaces }),
              })
            }
          />
        ))}
      </PagedGrid>
    </Screen>
  );
}

function PortTile({ view, onPress }: { readonly view: PortView; readonly onPress: () => void }) {
  const { t } = useTranslation();
  const { path, description, state, found, usedBy } = view;
  const title = description === undefined ? path : `${path} · ${description}`;
  if (found) {
    const name = t(`administration.classes.${found.class}`);
    return (
      <Tile
        icon={classIcons[found.class]}
        title={title}
        detail={
          <StateLine tone={found.fault === undefined ? 'good' : 'warning'}>
            {t('administration.ports.answered', { name, baudRate: found.baudRate })}
            {found.fault !== undefined && ` ${t(`failure.${found.fault}.administrator`)}`}
          </StateLine>
        }
        size="row"
        onPress={onPress}
      />
    );
  }
  const words =
    state === 'answered'
      ? t('administration.ports.silent')
      : t(`administration.ports.${state}`, { device: usedBy });
  return (
    <Tile
      icon={PlaceIcon}
      title={title}
      detail={words}
      blocked={state === 'used' || state === 'closed' ? words : undefined}
      size="row"
      onPress={onPress}
    />
  );
}
