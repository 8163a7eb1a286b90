import { useTranslation } from 'react-i18next';
import { cameraPapers, type EmulatedDevice } from '#contract/dock/contract.ts';
import styles from './dock.module.css';
import type { DockPort } from './dock-port.ts';
import { Panel, Switch } from './panel.tsx';

type Camera = Extract<EmulatedDevice, { class: 'document-camera' }>;

/** What lies under the camera, and whether it looks. */
export function CameraPanel({ device, port }: { readonly device: Camera; readonly port: DockPort }) {
  const { t } = useTranslation('dock');
  const { deviceId, lit, paper } = device;
  return (
    <Panel title={t('camera')} device={device} port={port}>
      <p className={styles.quiet}>{t(lit ? 'cameraLit' : 'cameraDark')}</p>
      <div className={styles.switches}>
        <Switch
          name={t('underCamera')}
          values={cameraPapers.map((each) => [each, t(`cameraPapers.${each}`)] as const)}
          chosen={paper}
          onChoose={(next) => port.ask((client) => client.layPaper({ deviceId, paper: next }))}
        />
      </div>
    </Panel>
  );
}
