import { useTranslation } from 'react-i18next';
import type { DeviceClass } from '#contract/device.ts';
import type { PlaceView } from '#contract/terminal/administration.ts';
import { Button } from '../../ui/button.tsx';
import { PlaceIcon } from '../../ui/icons.tsx';
import { Message } from '../../ui/message.tsx';
import { PagedGrid } from '../../ui/paged-grid.tsx';
import { Tile } from '../../ui/tile.tsx';
import { Screen } from '../screen.tsx';
import { AdministrationBar } from './administration-bar.tsx';
import { useAdministration } from './administration-context.ts';
import { classIcons } from './device-words.ts';
import { askedOf, draftAt, inOrder, placeName } from './ports.ts';
import { StateLine } from './state-line.tsx';
import { useListShape } from './use-list-shape.ts';

export type PortsPageProps = { readonly deviceClass: DeviceClass; readonly replaces: string | undefined };

/** How the places of a class are called. */
const WAYS: Readonly<Record<DeviceClass, 'line' | 'queue' | 'camera'>> = {
  'id-card-reader': 'line',
  'receipt-printer': 'line',
  'code-scanner': 'line',
  'rating-pad': 'line',
  'document-camera': 'camera',
  'a4-printer': 'queue',
};

/** Every place where the device can be with what answered there; what fits stands first. */
export function PortsPage({ deviceClass, replaces }: PortsPageProps) {
  const { t } = useTranslation();
  const { port, status, view, open } = useAdministration();
  const { search } = view;
  const shape = useListShape();
  const name = t(`administration.classes.${deviceClass}`);
  const way = WAYS[deviceClass];
  const places = inOrder(search?.places ?? [], deviceClass);
  const unlisted = search?.unlisted ?? [];
  return (
    <Screen
      status={status}
      title={t(`administration.placesTitle.${way}`, { name })}
      subtitle={
        search?.running === false
          ? t('administration.placesDone')
          : t('administration.placesSearching', { done: askedOf(places), of: places.length })
      }
      bar={<AdministrationBar />}
      actions={
        <Button disabled={search?.running !== false} onPress={() => void port.search(deviceClass, replaces)}>
          {t('administration.again')}
        </Button>
      }
    >
      {unlisted.map((kind) => (
        <Message key={kind} tone="warning" title={t(`administration.unlisted.${kind}`)} />
      ))}
      {search?.running === false && places.length === 0 && unlisted.length === 0 && (
        <Message tone="warning" title={t(`administration.placesNone.${way}`)} />
      )}
      <PagedGrid shape={shape}>
        {places.map((each) => (
          <PlaceTile
            key={`${each.kind} ${each.path}`}
            view={each}
            onPress={() =>
              open({
                name: 'draft',
                draft: draftAt(each, deviceClass),
                ...(replaces !== undefined && { replaces }),
              })
            }
          />
        ))}
      </PagedGrid>
    </Screen>
  );
}

function PlaceTile({ view, onPress }: { readonly view: PlaceView; readonly onPress: () => void }) {
  const { t } = useTranslation();
  const { devices } = useAdministration().view;
  const words = usePlaceWords();
  const { kind, description, state, found, usedBy, step } = view;
  const name = placeName(view);
  // What a person calls it comes first where there is such a name; a line's maker says less than its name.
  const names = kind === 'serial' ? [name, description] : [description, name];
  const title = names.filter((each) => each !== undefined).join(' · ');
  if (found) {
    return (
      <Tile
        icon={classIcons[found.class]}
        title={title}
        detail={
          <StateLine tone={found.fault === undefined ? 'good' : 'warning'}>{words(kind, found)}</StateLine>
        }
        size="row"
        onPress={onPress}
      />
    );
  }
  const owner = devices.find(({ deviceId }) => deviceId === usedBy)?.class;
  const detail =
    state === 'silent' || state === 'closed'
      ? t(`administration.ports.${state}.${kind}`)
      : step
        ? t('administration.ports.askingStep', { done: step.done, of: step.of })
        : t(`administration.ports.${state === 'answered' ? 'asking' : state}`, {
            device: owner ? t(`administration.classes.${owner}`) : usedBy,
          });
  return (
    <Tile
      icon={PlaceIcon}
      title={title}
      detail={detail}
      blocked={state === 'used' || state === 'closed' ? detail : undefined}
      size="row"
      onPress={onPress}
    />
  );
}

/** What a place has answered. */
function usePlaceWords(): (kind: PlaceView['kind'], found: NonNullable<PlaceView['found']>) => string {
  const { t } = useTranslation();
  return (kind, { class: deviceClass, baudRate, fault }) => {
    const name = t(`administration.classes.${deviceClass}`);
    // A camera for faces is listed as well: only a picture tells.
    const answer =
      kind === 'video'
        ? t('administration.ports.camera')
        : baudRate === undefined
          ? t('administration.ports.found', { name })
          : t('administration.ports.answered', { name, baudRate });
    return fault === undefined ? answer : `${answer} ${t(`failure.${fault}.administrator`)}`;
  };
}
