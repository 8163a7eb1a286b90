import type { i18n } from 'i18next';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { I18nextProvider } from 'react-i18next';
import type { TerminalStatus } from '#contract/terminal/status.ts';
import type { Quad } from '#domain/imaging/geometry.ts';
import { isFailureCode } from '../i18n/i18n.ts';
import type { CameraView } from '../kiosk/camera/camera-view.ts';
import { DocumentCamera } from '../kiosk/camera/document-camera.tsx';
import pageStyles from '../kiosk/camera/document-camera-page.module.css';
import { DocumentCameraPage } from '../kiosk/camera/document-camera-page.tsx';
import { rpcUrl } from '../rpc/live-link.ts';
import { connectTerminal, type TerminalPort } from '../rpc/terminal-port.ts';
import { samplePort } from './sample-port.ts';
import { SAMPLE_PAPER, serving } from './samples.ts';

const WIDTH = 400;
const HEIGHT = 300;
const CORNERS: Quad = [
  { x: 118, y: 34 },
  { x: 280, y: 52 },
  { x: 258, y: 262 },
  { x: 96, y: 244 },
];

const lines = Array.from({ length: 9 }, (_, row) => `M22 ${56 + row * 17}h${row % 4 === 3 ? 70 : 116}`).join(
  '',
);
const page = `<rect width="160" height="226" fill="#f4f3ee"/><path d="M48 26h64" stroke="#444" stroke-width="9"/><path d="${lines}" stroke="#777" stroke-width="5"/>`;
const picture = `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 226">${page}</svg>`)}`;

/** A made-up page on its mat, in place of a camera's picture. */
function SampleLive({ moved }: { readonly moved: boolean }) {
  return (
    <svg className={pageStyles.video} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      <rect width={WIDTH} height={HEIGHT} fill="#2b2f35" />
      <g transform={`translate(${moved ? 290 : 118} 34) rotate(6)`}>
        <rect width="163" height="211" fill="#f4f3ee" />
        <path d="M50 24h64" stroke="#444" strokeWidth="8" />
        <path d={lines} stroke="#777" strokeWidth="4" />
      </g>
    </svg>
  );
}

const taken = (change: { cut?: boolean; warnings?: readonly ('dark' | 'blurred')[] } = {}): CameraView => ({
  phase: 'review',
  url: picture,
  taken: { jpeg: new Blob(), cut: change.cut ?? true, warnings: change.warnings ?? [] },
});

/** The document camera's page in each of its states, and with the camera of this machine or of a running terminal. */
export const cameraViews: Readonly<Record<string, CameraView | 'of-machine' | 'of-terminal'>> = {
  camera: 'of-machine',
  'camera-of-terminal': 'of-terminal',
  'camera-opening': { phase: 'opening' },
  'camera-none': { phase: 'live', outline: { found: false, why: 'none' } },
  'camera-cut-off': { phase: 'live', outline: { found: false, why: 'cut-off' } },
  'camera-found': {
    phase: 'live',
    outline: { found: true, corners: CORNERS, width: WIDTH, height: HEIGHT },
  },
  'camera-straightening': { phase: 'straightening' },
  'camera-good': taken(),
  'camera-blurred': taken({ warnings: ['blurred'] }),
  'camera-dark': taken({ warnings: ['dark'] }),
  'camera-uncut': taken({ cut: false }),
  'camera-absent': { phase: 'failed', code: 'CAMERA_ABSENT' },
};

const nothing = () => undefined;

type CameraSheetProps = { readonly texts: i18n; readonly view: (typeof cameraViews)[string] };

export function CameraSheet({ texts, view }: CameraSheetProps) {
  return (
    <I18nextProvider i18n={texts}>
      <Sheet view={view} />
    </I18nextProvider>
  );
}

function Sample({ view }: { readonly view: CameraView }) {
  return (
    <DocumentCameraPage
      status={serving}
      paper={SAMPLE_PAPER}
      view={view}
      live={view.phase !== 'opening' && <SampleLive moved={view.phase === 'live' && !view.outline.found} />}
      onShoot={nothing}
      onAgain={nothing}
      onTaken={nothing}
      onAnotherWay={nothing}
    />
  );
}

function Sheet({ view }: Pick<CameraSheetProps, 'view'>) {
  if (view === 'of-machine') return <RealCamera status={serving} port={machine} />;
  if (view === 'of-terminal') return <TerminalsCamera />;
  return <Sample view={view} />;
}

/** A terminal without a camera of its own. */
const machine = samplePort({ connected: true, status: serving, session: undefined });

type RealCameraProps = { readonly status: TerminalStatus; readonly port: TerminalPort };

function RealCamera({ status, port }: RealCameraProps) {
  const [taken, setTaken] = useState<string>();
  if (taken !== undefined) return <img src={taken} alt={SAMPLE_PAPER} />;
  return (
    <DocumentCamera
      status={status}
      paper={SAMPLE_PAPER}
      port={port}
      onTaken={(jpeg) => setTaken(URL.createObjectURL(jpeg))}
      onAnotherWay={nothing}
    />
  );
}

/** In a session at the terminal that gives out this page. */
function TerminalsCamera() {
  const [port] = useState(() => connectTerminal(rpcUrl(window.location), isFailureCode));
  useEffect(() => port.close, [port]);
  const { status, session, connected } = useSyncExternalStore(port.subscribe, port.snapshot);
  useEffect(() => {
    if (connected) void port.start('zh-CN');
  }, [port, connected]);
  return status?.phase === 'serving' && session?.phase === 'active' ? (
    <RealCamera status={status} port={port} />
  ) : null;
}
