import type { i18n } from 'i18next';
import { useCallback, useMemo, useState, useSyncExternalStore } from 'react';
import { I18nextProvider } from 'react-i18next';
import type { Language } from '#contract/scalars.ts';
import { textsByLanguage } from '../i18n/i18n.ts';
import { DEFAULT_LANGUAGE } from '../i18n/languages.ts';
import type { TerminalPort } from '../rpc/terminal-port.ts';
import { type DisplayMode, STANDARD_MODE } from '../ui/display-mode.ts';
import { DEFAULT_PROFILE } from '../ui/screen-profile.ts';
import { useStage } from '../ui/use-stage.ts';
import { AdministrationArea } from './administrator/administration-area.tsx';
import type { AdministratorPage } from './administrator/administration-context.ts';
import { AttractPage } from './attract/attract-page.tsx';
import { useEarly, useHeldTouch } from './attract/early.ts';
import type { LeaveReason } from './kiosk-context.ts';
import { MaintenancePage } from './maintenance/maintenance-page.tsx';
import { MomentPage } from './maintenance/moment-page.tsx';
import type { Trail } from './navigation.ts';
import { PageBoundary } from './page-failure/page-boundary.tsx';
import { leftBehind } from './session/left-behind.ts';
import { SessionRoot } from './session/session-root.tsx';
import { deadlinesOf } from './session/time-left.ts';
import { useWedge } from './wedge/use-wedge.ts';

export type KioskProps = {
  readonly port: TerminalPort;
  readonly texts: i18n;
  /** What the gallery shows a page in; a terminal always begins with the standard. */
  readonly sample?: {
    readonly language: Language;
    readonly mode: DisplayMode;
    readonly trail: Trail;
    readonly leaving?: LeaveReason;
    /** The administrator's page; his door where the service says that he has not entered. */
    readonly administrator?: AdministratorPage;
  };
};

/** The whole touch page. A page that fails gives way to one that says so, and the session ends. */
export function Kiosk(props: KioskProps) {
  const { port, texts } = props;
  const textsIn = useMemo(() => textsByLanguage(texts), [texts]);
  return (
    <I18nextProvider i18n={textsIn(DEFAULT_LANGUAGE)}>
      <PageBoundary endSession={() => void port.end('restarted')} loadAnew={() => window.location.reload()}>
        <Pages {...props} textsIn={textsIn} />
      </PageBoundary>
    </I18nextProvider>
  );
}

/** The page as a function of what the service says. */
function Pages({ port, textsIn, sample }: KioskProps & { readonly textsIn: (language: Language) => i18n }) {
  const snapshot = useSyncExternalStore(port.subscribe, port.snapshot);
  const { connected, status, session, sessionAt, administration } = snapshot;
  const [startMode, setStartMode] = useState<DisplayMode>(sample?.mode ?? STANDARD_MODE);
  const [atDoor, setAtDoor] = useState(sample?.administrator !== undefined);
  const leaveDoor = useCallback(() => setAtDoor(false), []);
  const inside = administration?.phase === 'open';
  // Who has entered is not sent back to the door when it ends; nor is a citizen who began meanwhile.
  if (atDoor && (inside || session?.phase === 'active') && !sample) setAtDoor(false);
  useStage(status?.screen ?? DEFAULT_PROFILE);
  useWedge(({ text }) => void port.codeRead(text), status?.keyboardScanner);
  const active = session?.phase === 'active' ? session : undefined;
  const language = sample?.language ?? active?.language ?? DEFAULT_LANGUAGE;
  const deadlines = useMemo(() => active && deadlinesOf(active, sessionAt), [active, sessionAt]);

  const heard = connected && session !== undefined && status !== undefined && status.phase !== 'starting';
  const early = useEarly(heard);
  const ready = session?.phase === 'attract' && status?.phase === 'serving';
  const touch = useHeldTouch(early, ready, port.start);

  const page = () => {
    if (status?.phase === 'maintenance') return <MaintenancePage status={status} />;
    if (touch.held || (!heard && !early)) return <MomentPage status={status} />;
    if (status && !active && (inside || atDoor)) {
      return (
        <AdministrationArea
          port={port.administration}
          status={status}
          view={administration}
          viewAt={snapshot.administrationAt ?? 0}
          textsIn={textsIn}
          language={language}
          mode={sample?.mode ?? STANDARD_MODE}
          page={sample?.administrator}
          onLeave={leaveDoor}
        />
      );
    }
    if (!status || !active || !deadlines) {
      return (
        <AttractPage
          status={status}
          left={session && leftBehind(session)}
          mode={sample?.mode ?? STANDARD_MODE}
          onBegin={(chosen, mode) => {
            setStartMode(mode);
            if (early) touch.hold(chosen);
            else void port.start(chosen);
          }}
          onAdministrator={() => setAtDoor(true)}
        />
      );
    }
    return (
      <SessionRoot
        key={active.sessionId}
        port={port}
        status={status}
        session={active}
        deadlines={deadlines}
        mode={startMode}
        {...(sample && { trail: sample.trail })}
        {...(sample?.leaving && { leaving: sample.leaving })}
      />
    );
  };
  return <I18nextProvider i18n={textsIn(language)}>{page()}</I18nextProvider>;
}
