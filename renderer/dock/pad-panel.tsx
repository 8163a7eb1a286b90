import { useTranslation } from 'react-i18next';
import type { EmulatedDevice } from '#contract/dock/contract.ts';
import { ratingNames } from '#domain/rating/rating-level.ts';
import styles from './dock.module.css';
import type { DockPort } from './dock-port.ts';
import { Panel } from './panel.tsx';

type Pad = Extract<EmulatedDevice, { class: 'rating-pad' }>;

/** What the pad shows, and the keys it has. */
export function PadPanel({ device, port }: { readonly device: Pad; readonly port: DockPort }) {
  const { t } = useTranslation('dock');
  const { deviceId, levels, shows, stars } = device;
  return (
    <Panel title={t('pad')} device={device} port={port}>
      <p className={styles.quiet}>{t(`padShows.${shows}`, { stars })}</p>
      <div className={styles.row}>
        {levels.map((level) => (
          <button
            key={level}
            type="button"
            className={styles.button}
            data-level={level}
            onClick={() => port.ask((client) => client.pressKey({ deviceId, level }))}
          >
            {t(`levels.${ratingNames[level]}`)}
          </button>
        ))}
      </div>
    </Panel>
  );
}
