import { useEffect, useReducer, useRef, useState } from 'react';
import type { TerminalStatus } from '#contract/terminal/status.ts';
import type { TerminalPort } from '../../rpc/terminal-port.ts';
import { type DisplayMode, useDisplayMode } from '../../ui/display-mode.ts';
import { AppointmentPage } from '../appointment/appointment-page.tsx';
import { TypedCodePage } from '../appointment/typed-code-page.tsx';
import { HelpPage } from '../help/help-page.tsx';
import { HomePage } from '../home/home-page.tsx';
import { CardPage } from '../identity/card-page.tsx';
import { IdentityPage } from '../identity/identity-page.tsx';
import { type ActiveSession, type Kiosk, KioskContext, type LeaveReason } from '../kiosk-context.ts';
import { move, present, START, type Trail } from '../navigation.ts';
import { CancelPage } from '../queue/cancel-page.tsx';
import { ConfirmPage } from '../queue/confirm-page.tsx';
import { EarlierPage } from '../queue/earlier-page.tsx';
import { MaterialsListPage } from '../queue/materials-list-page.tsx';
import { MaterialsPage } from '../queue/materials-page.tsx';
import { PriorityPage } from '../queue/priority-page.tsx';
import { ServicesPage } from '../queue/services-page.tsx';
import { TicketPage } from '../queue/ticket-page.tsx';
import { ScanPage } from '../scanning/scan-page.tsx';
import { useScannedCode } from '../scanning/use-scanned-code.ts';
import { useLanguage } from '../text.ts';
import { leftBehind } from './left-behind.ts';
import type { Deadlines } from './time-left.ts';
import { usePresence } from './use-presence.ts';

export type SessionRootProps = {
  readonly port: TerminalPort;
  readonly status: TerminalStatus;
  readonly session: ActiveSession;
  readonly deadlines: Deadlines;
  readonly mode: DisplayMode;
  readonly trail?: Trail;
  readonly leaving?: LeaveReason;
};

/**
 * All that belongs to one citizen. It is mounted anew for each session, so that pages gone through, display
 * mode and tickets of the one before are not there any more.
 */
export function SessionRoot(props: SessionRootProps) {
  const { port, status, session, deadlines } = props;
  const language = useLanguage();
  const [mode, setMode] = useState(props.mode);
  const [trail, go] = useReducer(move, props.trail ?? START);
  const [leaving, setLeaving] = useState(props.leaving);
  useDisplayMode(mode, language);
  usePresence(port, deadlines);
  useScannedCode(session, trail, go);

  const left = leftBehind(session);
  const end = useRef(port.end);
  useEffect(() => {
    if (leaving && left === undefined) void end.current(leaving);
  }, [leaving, left]);

  const kiosk: Kiosk = {
    port,
    status,
    session,
    deadlines,
    language,
    mode,
    setMode,
    trail,
    go,
    leaving,
    leave(reason) {
      // A second press means it: nothing may hold back who wants to go.
      if (leaving || left === undefined) void port.end(reason);
      else setLeaving(reason);
    },
    stay: () => setLeaving(undefined),
  };
  return (
    <KioskContext value={kiosk}>
      <PresentPage trail={trail} />
    </KioskContext>
  );
}

export function PresentPage({ trail }: { readonly trail: Trail }) {
  const page = present(trail);
  switch (page.name) {
    case 'home':
      return <HomePage />;
    case 'services':
      return <ServicesPage key={page.parentId} parentId={page.parentId} />;
    case 'identity':
      return <IdentityPage order={page.order} />;
    case 'materials':
      return <MaterialsPage order={page.order} />;
    case 'materials-list':
      return <MaterialsListPage key={page.requestKey} order={page.order} requestKey={page.requestKey} />;
    case 'card':
      return <CardPage order={page.order} aim={page.aim} />;
    case 'scan':
      return <ScanPage aim={page.aim} />;
    case 'typed-code':
      return <TypedCodePage />;
    case 'appointment':
      return <AppointmentPage />;
    case 'earlier':
      return <EarlierPage order={page.order} />;
    case 'confirm':
      return <ConfirmPage order={page.order} />;
    case 'priority':
      return <PriorityPage order={page.order} />;
    case 'cancel':
      return <CancelPage ticket={page.ticket} />;
    case 'help':
      return <HelpPage />;
    case 'ticket':
      return <TicketPage issued={page.ticket} reprinted={page.reprint ?? false} />;
  }
}
