import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type EmulatedDevice, wireFaultKinds } from '#contract/dock/contract.ts';
import styles from './dock.module.css';
import type { DockPort } from './dock-port.ts';

export type PanelProps = {
  readonly title: string;
  readonly device: EmulatedDevice;
  readonly port: DockPort;
  readonly children: ReactNode;
};

/** What every emulated device has: its plug, its port, its model where there are several, and faults on its wire. */
export function Panel({ title, device, port, children }: PanelProps) {
  const { t } = useTranslation('dock');
  const { deviceId, plugged, path, model, models } = device;
  return (
    <section className={styles.panel} data-device={deviceId} data-class={device.class}>
      <div className={styles.panelHead}>
        <div>
          <h2>{title}</h2>
          <p className={styles.quiet}>
            {t('path')} {path}
          </p>
        </div>
        <div className={styles.row}>
          <span className={plugged ? styles.good : styles.bad}>{t(plugged ? 'plugged' : 'unplugged')}</span>
          <button
            type="button"
            className={styles.button}
            data-action="plug"
            onClick={() => port.ask((client) => client.plug({ deviceId, plugged: !plugged }))}
          >
            {t(plugged ? 'unplug' : 'plug')}
          </button>
        </div>
      </div>
      {models.length > 1 && (
        <label className={styles.model}>
          {t('model')}
          <select
            className={styles.button}
            data-action="model"
            title={t('modelHint')}
            value={model}
            onChange={({ target }) =>
              port.ask((client) => client.setModel({ deviceId, model: target.value }))
            }
          >
            {models.map((each) => (
              <option key={each}>{each}</option>
            ))}
          </select>
        </label>
      )}
      {children}
      <h3>{t('faults')}</h3>
      <div className={styles.row}>
        {wireFaultKinds.map((fault) => (
          <button
            key={fault}
            type="button"
            className={styles.button}
            data-action={`spoil-${fault}`}
            onClick={() => port.ask((client) => client.spoil({ deviceId, fault, times: 1 }))}
          >
            {t(`fault.${fault}`)}
          </button>
        ))}
      </div>
    </section>
  );
}

export type SwitchProps<T extends string> = {
  readonly name: string;
  readonly values: readonly (readonly [value: T, words: string])[];
  readonly chosen: T;
  readonly onChoose: (value: T) => void;
};

/** One of a few states of a device, all of them in sight. */
export function Switch<T extends string>({ name, values, chosen, onChoose }: SwitchProps<T>) {
  return (
    <fieldset className={styles.switch}>
      <legend>{name}</legend>
      {values.map(([value, words]) => (
        <button
          key={value}
          type="button"
          className={styles.button}
          data-value={value}
          aria-pressed={value === chosen}
          onClick={() => onChoose(value)}
        >
          {words}
        </button>
      ))}
    </fieldset>
  );
}
