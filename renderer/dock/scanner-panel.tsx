import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EmulatedDevice } from '#contract/dock/contract.ts';
import styles from './dock.module.css';
import type { DockPort } from './dock-port.ts';
import { Panel } from './panel.tsx';

type Scanner = Extract<EmulatedDevice, { class: 'code-scanner' }>;

export type ScannerPanelProps = {
  readonly device: Scanner;
  readonly port: DockPort;
  /** Codes on the paper that lies in the printers, newest first. */
  readonly codesOnPaper: readonly string[];
};

/** What is held before the scanner: a code off the paper, or any text. */
export function ScannerPanel({ device, port, codesOnPaper }: ScannerPanelProps) {
  const { t } = useTranslation('dock');
  const [text, setText] = useState('');
  const { deviceId, inView } = device;
  const show = (code: string) => port.ask((client) => client.showCode({ deviceId, text: code }));
  return (
    <Panel title={t('scanner')} device={device} port={port}>
      <p className={styles.quiet}>{t(device.lit ? 'lit' : 'dark')}</p>
      <h3>{t('codes')}</h3>
      <div className={styles.row}>
        {codesOnPaper.map((code) => (
          <button
            key={code}
            type="button"
            className={styles.button}
            aria-pressed={code === inView}
            data-action="show-paper"
            onClick={() => show(code)}
          >
            {t('codeOnPaper', { code: code.split(' ')[0] })}
          </button>
        ))}
        {codesOnPaper.length === 0 && <p className={styles.quiet}>{t('noReceipts')}</p>}
      </div>
      <form
        className={styles.row}
        onSubmit={(event) => {
          event.preventDefault();
          if (text !== '') show(text);
        }}
      >
        <label>
          {t('anyCode')} <input value={text} onChange={(event) => setText(event.target.value)} />
        </label>
        <button type="submit" className={styles.button}>
          {t('holdUp')}
        </button>
        <button
          type="button"
          className={styles.button}
          disabled={inView === null}
          data-action="take-away"
          onClick={() => port.ask((client) => client.takeCodeAway({ deviceId }))}
        >
          {t('takeAway')}
        </button>
      </form>
    </Panel>
  );
}
