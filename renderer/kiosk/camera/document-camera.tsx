import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TerminalStatus } from '#contract/terminal/status.ts';
import type { TerminalPort } from '../../rpc/terminal-port.ts';
import type { CameraSource } from './camera-source.ts';
import styles from './document-camera-page.module.css';
import { DocumentCameraPage } from './document-camera-page.tsx';
import { terminalCamera } from './terminal-camera.ts';
import { useDocumentCamera } from './use-document-camera.ts';
import { uvcCamera } from './uvc-camera.ts';

export type DocumentCameraProps = {
  readonly status: TerminalStatus;
  /** What is photographed, in the citizen's words (a household register, a lease). */
  readonly paper: string;
  readonly port: Pick<TerminalPort, 'camera' | 'pageCameras'>;
  /** The photograph that the citizen has chosen: a JPEG of the page. */
  readonly onTaken: (jpeg: Blob) => void;
  readonly onAnotherWay: () => void;
};

/** A page to photograph a paper: live picture, photograph, look at it, use it. */
export function DocumentCamera(props: DocumentCameraProps) {
  const [attempt, setAttempt] = useState(0);
  return <Attempt key={attempt} {...props} onAgain={() => setAttempt(attempt + 1)} />;
}

type AttemptProps = DocumentCameraProps & { readonly onAgain: () => void };

function Attempt({ status, paper, port, onTaken, onAnotherWay, onAgain }: AttemptProps) {
  const { t } = useTranslation();
  // For the whole attempt: a change of the devices must not end a picture that stands.
  const [source] = useState(() => sourceAt(status, port));
  const { view, video, shoot } = useDocumentCamera(source);
  return (
    <DocumentCameraPage
      status={status}
      paper={paper}
      view={view}
      live={
        <video
          ref={video}
          className={styles.video}
          aria-label={t('camera.live')}
          muted
          playsInline
          autoPlay
        />
      }
      onShoot={shoot}
      onAgain={onAgain}
      onTaken={onTaken}
      onAnotherWay={onAnotherWay}
    />
  );
}

/** The camera that is configured; the first that this machine has where none is. */
export function sourceAt(
  { devices }: Pick<TerminalStatus, 'devices'>,
  { camera, pageCameras }: DocumentCameraProps['port'],
): CameraSource {
  const configured = devices.find((device) => device.class === 'document-camera');
  if (!configured) return uvcCamera();
  const { pageCamera: name } = configured;
  if (name === undefined) return terminalCamera(camera);
  const source = uvcCamera(name);
  return {
    ...source,
    open: async (open, onEnded) => {
      const opened = await source.open(open, onEnded);
      // The administrator's list would call it ready until its next test.
      if (opened.isErr() && !open.aborted) void pageCameras.trouble(name, opened.error);
      return opened;
    },
  };
}
