import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PageFailure } from '../../rpc/answer.ts';
import { Button } from '../../ui/button.tsx';
import { FactList } from '../../ui/fact-list.tsx';
import { Screen } from '../screen.tsx';
import { AdministrationBar } from './administration-bar.tsx';
import { FIRST_PAGE, useAdministration } from './administration-context.ts';
import { AdministratorFailure } from './administrator-failure.tsx';
import { placeName } from './ports.ts';

/** Asked once more: what is removed is gone from the configuration. */
export function RemovePage({ deviceId }: { readonly deviceId: string }) {
  const { t } = useTranslation();
  const { port, status, view, open } = useAdministration();
  const [removing, setRemoving] = useState(false);
  const [failure, setFailure] = useState<PageFailure>();
  const device = view.devices.find((each) => each.deviceId === deviceId);

  const remove = async () => {
    setRemoving(true);
    const removed = await port.remove(deviceId);
    setRemoving(false);
    if (removed.isOk()) open(FIRST_PAGE);
    else setFailure(removed.error);
  };

  return (
    <Screen
      status={status}
      title={t('administration.removeTitle')}
      subtitle={t('administration.removeDetail')}
      bar={<AdministrationBar />}
      actions={
        <>
          <Button disabled={removing} onPress={() => void remove()}>
            {t('administration.removeYes')}
          </Button>
          <Button kind="primary" first onPress={() => open({ name: 'device', deviceId })}>
            {t('administration.removeNo')}
          </Button>
        </>
      }
    >
      {failure && <AdministratorFailure failure={failure} />}
      {device && (
        <FactList
          facts={[
            { name: t(`administration.classes.${device.class}`), value: device.model, strong: true },
            { name: t(`administration.placeKinds.${device.kind}`), value: placeName(device) },
          ]}
        />
      )}
    </Screen>
  );
}
