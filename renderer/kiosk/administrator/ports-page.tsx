import { useTranslation } from 'react-i18next';
import type { DeviceClass } from '#contract/device.ts';
import type { PortView } from '#contract/terminal/administration.ts';
import { Button } from '../../ui/button.tsx';
import { PlaceIcon } from '../../ui/icons.tsx';
import { Message } from '../../ui/message.tsx';
import { PagedGrid } from '../../ui/paged-grid.tsx';
import { Tile } from '../../ui/tile.tsx';
import { Screen } from '../screen.tsx';
import { AdministrationBar } from './administration-bar.tsx';
import { useAdministration } from './administration-context.ts';
import { classIcons } from './device-words.ts';
import { draftAt, inOrder, portName } from './ports.ts';
import { StateLine } from './state-line.tsx';
import { useListShape } from './use-list-shape.ts';

export type PortsPageProps = { readonly deviceClass: DeviceClass; readonly replaces: string | undefined };

/** Every port with what answered there; what fits stands first. */
export function PortsPage({ deviceClass, replaces }: PortsPageProps) {
  const { t } = useTranslation();
  const { port, status, view, open } = useAdministration();
  const { search } = view;
  const shape = useListShape();
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
  const { devices } = useAdministration().view;
  const { path, description, state, found, usedBy } = view;
  const name = portName(path);
  const title = description === undefined ? name : `${name} · ${description}`;
  if (found) {
    const { class: deviceClass, baudRate, fault } = found;
    const answer = { name: t(`administration.classes.${deviceClass}`), baudRate };
    return (
      <Tile
        icon={classIcons[deviceClass]}
        title={title}
        detail={
          <StateLine tone={fault === undefined ? 'good' : 'warning'}>
            {fault === undefined
              ? t('administration.ports.answered', answer)
              : t('administration.ports.answeredFault', {
                  ...answer,
                  fault: t(`failure.${fault}.administrator`),
                })}
          </StateLine>
        }
        size="row"
        onPress={onPress}
      />
    );
  }
  const owner = devices.find(({ deviceId }) => deviceId === usedBy)?.class;
  const words = t(`administration.ports.${state === 'answered' ? 'silent' : state}`, {
    device: owner ? t(`administration.classes.${owner}`) : usedBy,
  });
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
