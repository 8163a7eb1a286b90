import { useTranslation } from 'react-i18next';
import type { AdministeredDevice } from '#contract/terminal/administration.ts';
import { Button } from '../../ui/button.tsx';
import { DoneIcon } from '../../ui/icons.tsx';
import { Message } from '../../ui/message.tsx';
import { PagedGrid } from '../../ui/paged-grid.tsx';
import { Tile } from '../../ui/tile.tsx';
import { Screen } from '../screen.tsx';
import { AdministrationBar } from './administration-bar.tsx';
import { useAdministration } from './administration-context.ts';
import { classIcons, useDeviceWords } from './device-words.ts';
import { StateLine } from './state-line.tsx';
import { useDevicesShape } from './use-list-shape.ts';

/** Every device with its state, and what can be added. */
export function DevicesPage() {
  const { t } = useTranslation();
  const { port, status, view, open } = useAdministration();
  const words = useDeviceWords();
  const shape = useDevicesShape();
  const test = () => {
    void port.selfTest();
    open({ name: 'self-test' });
  };
  return (
    <Screen
      status={status}
      title={t('administration.devicesTitle')}
      subtitle={t('administration.devicesDetail')}
      bar={<AdministrationBar />}
      actions={
        <Button kind="primary" icon={DoneIcon} disabled={view.devices.length === 0} onPress={test}>
          {t('administration.selfTest')}
        </Button>
      }
    >
      {view.devices.length === 0 && <Message tone="info" title={t('administration.noDevices')} />}
      <PagedGrid shape={shape}>
        {view.devices.map((device) => (
          <Tile
            key={device.deviceId}
            icon={classIcons[device.class]}
            title={t(`administration.classes.${device.class}`)}
            detail={<StateLine tone={toneOf(device)}>{words(device)}</StateLine>}
            size="row"
            onPress={() => open({ name: 'device', deviceId: device.deviceId })}
          />
        ))}
        {view.addable.map((each) => (
          <Tile
            key={each}
            icon={classIcons[each]}
            title={t('administration.add', { name: t(`administration.classes.${each}`) })}
            detail={t('administration.addDetail')}
            size="row"
            onPress={() => {
              void port.search(each, undefined);
              open({ name: 'ports', class: each });
            }}
          />
        ))}
      </PagedGrid>
    </Screen>
  );
}

export function toneOf({
  state,
  faults,
  warnings,
}: AdministeredDevice): 'good' | 'warning' | 'fault' | 'wait' {
  if (faults.length > 0) return 'fault';
  if (warnings.length > 0) return 'warning';
  return state === 'ready' || state === 'busy' ? 'good' : 'wait';
}
