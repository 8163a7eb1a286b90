import { createContext, useContext } from 'react';
import type { Language } from '#contract/scalars.ts';
import type { SessionView } from '#contract/terminal/session.ts';
import type { TerminalStatus } from '#contract/terminal/status.ts';
import type { TerminalPort } from '../rpc/terminal-port.ts';
import type { DisplayMode } from '../ui/display-mode.ts';
import type { Move, Trail } from './navigation.ts';
import type { Deadlines } from './session/time-left.ts';

export type ActiveSession = Extract<SessionView, { phase: 'active' }>;

export type LeaveReason = 'finished' | 'exit';

/** What every page inside a session can reach. */
export type Kiosk = {
  readonly port: TerminalPort;
  readonly status: TerminalStatus;
  readonly session: ActiveSession;
  readonly deadlines: Deadlines;
  readonly language: Language;
  readonly mode: DisplayMode;
  readonly setMode: (mode: DisplayMode) => void;
  readonly trail: Trail;
  readonly go: (move: Move) => void;
  /** Ends the session; where a card still lies on the reader the citizen is told first. */
  readonly leave: (reason: LeaveReason) => void;
  /** Set while the citizen is told of the card before the session ends. */
  readonly leaving: LeaveReason | undefined;
  readonly stay: () => void;
};

export const KioskContext = createContext<Kiosk | undefined>(undefined);

export function useKiosk(): Kiosk {
  const kiosk = useContext(KioskContext);
  if (!kiosk) throw new Error('a page of a session stands outside a session');
  return kiosk;
}
