import type { i18n } from 'i18next';
import { useMemo, useState, useSyncExternalStore } from 'react';
import { I18nextProvider, useTranslation } from 'react-i18next';
import type { EmulatedDevice } from '#contract/dock/contract.ts';
import { DEFAULT_LANGUAGE, nextLanguage } from '../i18n/languages.ts';
import { A4Panel } from './a4-panel.tsx';
import { CameraPanel } from './camera-panel.tsx';
import styles from './dock.module.css';
import type { DockPort } from './dock-port.ts';
import { PadPanel } from './pad-panel.tsx';
import { PrinterPanel } from './printer-panel.tsx';
import { ReaderPanel } from './reader-panel.tsx';
import { ScannerPanel } from './scanner-panel.tsx';

/** The emulated devices beside the terminal: what a hand would do to the real ones. */
export function Dock({ port, texts }: { readonly port: DockPort; readonly texts: i18n }) {
  const [language, setLanguage] = useState(DEFAULT_LANGUAGE);
  const spoken = useMemo(() => texts.cloneInstance({ lng: language }), [texts, language]);
  return (
    <I18nextProvider i18n={spoken}>
      <Devices port={port} onLanguage={() => setLanguage(nextLanguage(language))} />
    </I18nextProvider>
  );
}

function Devices({ port, onLanguage }: { readonly port: DockPort; readonly onLanguage: () => void }) {
  const { t } = useTranslation('dock');
  const { connected, devices, problem } = useSyncExternalStore(port.subscribe, port.snapshot);
  return (
    <div className={styles.dock}>
      <header className={styles.head}>
        <div>
          <h1>{t('title')}</h1>
          <p>{t('subtitle')}</p>
        </div>
        <button type="button" className={styles.button} onClick={onLanguage}>
          {t('language')}
        </button>
      </header>
      {!connected && (
        <p aria-live="polite" className={styles.away}>
          {t('away')}
        </p>
      )}
      {problem !== undefined && (
        <p role="alert" className={styles.away}>
          {t('failed', { problem })}
        </p>
      )}
      <main className={styles.devices}>
        {devices.map((device) => {
          switch (device.class) {
            case 'id-card-reader':
              return <ReaderPanel key={device.deviceId} device={device} port={port} />;
            case 'receipt-printer':
              return <PrinterPanel key={device.deviceId} device={device} port={port} />;
            case 'rating-pad':
              return <PadPanel key={device.deviceId} device={device} port={port} />;
            case 'document-camera':
              return <CameraPanel key={device.deviceId} device={device} port={port} />;
            case 'a4-printer':
              return <A4Panel key={device.deviceId} device={device} port={port} />;
            case 'code-scanner':
              return (
                <ScannerPanel
                  key={device.deviceId}
                  device={device}
                  port={port}
                  codesOnPaper={codesOnPaper(devices)}
                />
              );
          }
        })}
      </main>
    </div>
  );
}

/** More than these are hardly looked for. */
const CODES_SHOWN = 4;

function codesOnPaper(devices: readonly EmulatedDevice[]): string[] {
  const receipts = devices.flatMap((device) => (device.class === 'receipt-printer' ? device.receipts : []));
  const codes = receipts
    .toSorted((one, other) => other.number - one.number)
    .flatMap(({ parts }) => parts.flatMap((part) => (part.kind === 'qr' ? [part.text] : [])));
  return [...new Set(codes)].slice(0, CODES_SHOWN);
}
