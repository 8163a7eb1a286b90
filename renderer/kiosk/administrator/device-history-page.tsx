import { useTranslation } from 'react-i18next';
import { PagedGrid } from '../../ui/paged-grid.tsx';
import { Screen } from '../screen.tsx';
import { AdministrationBar } from './administration-bar.tsx';
import { useAdministration } from './administration-context.ts';
import { ChangeLine } from './change-line.tsx';
import styles from './device-history-page.module.css';
import { useListShape } from './use-list-shape.ts';

/** All that is kept of what has become of a device, newest first: what happened in the night is here in the morning. */
export function DeviceHistoryPage({ deviceId }: { readonly deviceId: string }) {
  const { t } = useTranslation();
  const { status, view } = useAdministration();
  const { rows } = useListShape();
  const device = view.devices.find((each) => each.deviceId === deviceId);
  return (
    <Screen
      status={status}
      title={
        device
          ? t('administration.historyOf', { name: t(`administration.classes.${device.class}`) })
          : t('failure.DEVICE_UNKNOWN.administrator')
      }
      subtitle={t('administration.historyDetail')}
      bar={<AdministrationBar />}
    >
      {/* Nothing in a line is to be touched: twice as many as of choices are read as well. */}
      <PagedGrid shape={{ columns: 1, rows: rows * 2 }}>
        {device?.history.map((change, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- a clock that was set can give two the same time
          <div key={index} className={styles.line}>
            <ChangeLine change={change} explained />
          </div>
        ))}
      </PagedGrid>
    </Screen>
  );
}
