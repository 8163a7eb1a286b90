import type { i18n } from 'i18next';
import { useMemo, useState, useSyncExternalStore } from 'react';
import { I18nextProvider, useTranslation } from 'react-i18next';
import { DEFAULT_LANGUAGE, nextLanguage } from '../i18n/languages.ts';
import styles from './dock.module.css';
import type { DockPort } from './dock-port.ts';
import { PrinterPanel } from './printer-panel.tsx';
import { ReaderPanel } from './reader-panel.tsx';

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
        {devices.map((device) =>
          device.class === 'id-card-reader' ? (
            <ReaderPanel key={device.deviceId} device={device} port={port} />
          ) : (
            <PrinterPanel key={device.deviceId} device={device} port={port} />
          ),
        )}
      </main>
    </div>
  );
}
