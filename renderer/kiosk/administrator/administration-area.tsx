import type { i18n } from 'i18next';
import { useState } from 'react';
import { I18nextProvider } from 'react-i18next';
import type { Language } from '#contract/scalars.ts';
import type { AdministrationView } from '#contract/terminal/administration.ts';
import type { TerminalStatus } from '#contract/terminal/status.ts';
import type { AdministrationPort } from '../../rpc/administration-port.ts';
import { type DisplayMode, useDisplayMode } from '../../ui/display-mode.ts';
import {
  type Administration,
  AdministrationContext,
  type AdministratorPage,
  FIRST_PAGE,
  type OpenView,
} from './administration-context.ts';
import { DeviceHistoryPage } from './device-history-page.tsx';
import { DevicePage } from './device-page.tsx';
import { DevicesPage } from './devices-page.tsx';
import { DraftPage } from './draft-page.tsx';
import { PinPage } from './pin-page.tsx';
import { PortsPage } from './ports-page.tsx';
import { RecordingPage } from './recording-page.tsx';
import { RemovePage } from './remove-page.tsx';
import { SelfTestPage } from './self-test-page.tsx';
import { SetPinPage } from './set-pin-page.tsx';
import { useAdministratorPresence } from './use-administrator-presence.ts';

export type AdministrationAreaProps = {
  readonly port: AdministrationPort;
  readonly status: TerminalStatus;
  readonly view: AdministrationView | undefined;
  /** When it came, in the page's elapsed time. */
  readonly viewAt: number;
  readonly textsIn: (language: Language) => i18n;
  /** How it begins: in the language and mode of the page between two citizens. */
  readonly language: Language;
  readonly mode: DisplayMode;
  readonly page?: AdministratorPage | undefined;
  /** Gone from the door without having entered. */
  readonly onLeave: () => void;
};

/** All that belongs to the administrator; it is mounted anew each time somebody comes to the door. */
export function AdministrationArea(props: AdministrationAreaProps) {
  const { port, status, view, viewAt, textsIn, onLeave } = props;
  const [language, setLanguage] = useState(props.language);
  const [mode, setMode] = useState(props.mode);
  useDisplayMode(mode, language);
  return (
    <I18nextProvider i18n={textsIn(language)}>
      {view?.phase === 'open' ? (
        <Inside
          {...{ port, status, view, language, setLanguage, mode, setMode }}
          first={props.page ?? FIRST_PAGE}
        />
      ) : (
        <PinPage status={status} view={view} viewAt={viewAt} port={port} onLeave={onLeave} />
      )}
    </I18nextProvider>
  );
}

type InsideProps = Omit<Administration, 'page' | 'open'> & {
  readonly view: OpenView;
  readonly first: AdministratorPage;
};

function Inside({ first, ...administration }: InsideProps) {
  const [page, setPage] = useState(first);
  const { port, view } = administration;
  useAdministratorPresence(port);
  const open = (next: AdministratorPage) => {
    // What is left behind holds a port no longer: the next page may want it.
    if (view.test !== undefined || view.learning !== undefined) void port.endTest();
    setPage(next);
  };
  return (
    <AdministrationContext value={{ ...administration, page, open }}>
      {view.mustSetPin ? <SetPinPage /> : <PresentPage page={page} />}
    </AdministrationContext>
  );
}

function PresentPage({ page }: { readonly page: AdministratorPage }) {
  switch (page.name) {
    case 'devices':
      return <DevicesPage />;
    case 'device':
      return <DevicePage deviceId={page.deviceId} />;
    case 'history':
      return <DeviceHistoryPage deviceId={page.deviceId} />;
    case 'remove':
      return <RemovePage deviceId={page.deviceId} />;
    case 'recording':
      return <RecordingPage deviceId={page.deviceId} />;
    case 'ports':
      return <PortsPage deviceClass={page.class} replaces={page.replaces} />;
    case 'draft':
      return <DraftPage draft={page.draft} replaces={page.replaces} />;
    case 'self-test':
      return <SelfTestPage />;
  }
}
