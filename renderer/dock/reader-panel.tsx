import { useTranslation } from 'react-i18next';
import type { EmulatedDevice } from '#contract/dock/contract.ts';
import styles from './dock.module.css';
import type { DockPort } from './dock-port.ts';
import { Panel } from './panel.tsx';

type Reader = Extract<EmulatedDevice, { class: 'id-card-reader' }>;

/** Specimen cards to lay on the reader and to lift off it. */
export function ReaderPanel({ device, port }: { readonly device: Reader; readonly port: DockPort }) {
  const { t } = useTranslation('dock');
  const { deviceId, cardOnReader } = device;
  return (
    <Panel title={t('reader')} device={device} port={port}>
      <h3>{t('cards')}</h3>
      <ul className={styles.cards}>
        {device.specimens.map(({ specimenId, name, kind, quirk }) => {
          const here = specimenId === cardOnReader;
          return (
            <li key={specimenId} className={here ? styles.cardHere : styles.card} data-specimen={specimenId}>
              <div>
                <strong>{name}</strong>
                <p className={styles.quiet}>{t(`kinds.${kind}`)}</p>
                <p className={quirk === 'none' ? styles.quiet : styles.quirk}>
                  {here ? t('onReader') : t(`quirks.${quirk}`)}
                </p>
              </div>
              <button
                type="button"
                className={styles.button}
                data-action={here ? 'lift' : 'lay'}
                onClick={() =>
                  port.ask((client) =>
                    here ? client.liftCard({ deviceId }) : client.layCard({ deviceId, specimenId }),
                  )
                }
              >
                {t(here ? 'lift' : 'lay')}
              </button>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
