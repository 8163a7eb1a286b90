import type { Language } from '#contract/scalars.ts';
import type { AppointmentSlipView } from '#contract/terminal/appointments.ts';
import type { MaterialsListView } from '#contract/terminal/materials.ts';
import type {
  AppointmentsView,
  ElsewhereView,
  HelpView,
  IdentityView,
  Scanned,
  SessionView,
} from '#contract/terminal/session.ts';
import type { TicketView } from '#contract/ticket.ts';
import { type SessionTiming, sessionDeadlines } from '#domain/session/session-timing.ts';
import type { Instant } from '#domain/time/clock.ts';
import type { IdCard } from '#drivers/id-card-reader/id-card.ts';

/** Who stands at the terminal; the one copy in the service, dropped with the session. */
export type Person = Omit<IdCard, 'photo'>;

/** Everything personal that a session gathers. One object, so that dropping it drops all. */
export type SessionState = {
  readonly sessionId: string;
  readonly startedAt: Instant;
  readonly ended: AbortController;
  language: Language;
  lastTouch: Instant;
  /** The same moment in elapsed time. */
  touchedAt: number;
  identity: IdentityView;
  person: Person | undefined;
  ticket: TicketView | undefined;
  earlierTickets: readonly TicketView[];
  heldTickets: readonly string[];
  elsewhere: ElsewhereView | undefined;
  scanned: Scanned | undefined;
  codesScanned: number;
  appointments: AppointmentsView | undefined;
  materialsList: MaterialsListView | undefined;
  appointmentSlip: AppointmentSlipView | undefined;
  help: HelpView | undefined;
};

/** What lies there to be taken along, whosever it is. */
export type LeftBehind = { readonly cardOnReader: boolean; readonly paperHeldOut: boolean };

/** All that the page may know of a session. */
export function activeView(state: SessionState, timing: SessionTiming, leftBehind: LeftBehind): SessionView {
  const { warnAt, endsAt } = sessionDeadlines(state.lastTouch, timing);
  return {
    phase: 'active',
    sessionId: state.sessionId,
    language: state.language,
    startedAt: iso(state.startedAt),
    warnAt: iso(warnAt),
    endsAt: iso(endsAt),
    warnInMs: warnAt - state.lastTouch,
    endsInMs: endsAt - state.lastTouch,
    identity: state.identity,
    ...leftBehind,
    ...(state.ticket && { ticket: state.ticket }),
    earlierTickets: [...state.earlierTickets],
    ...(state.elsewhere && { elsewhere: state.elsewhere }),
    ...(state.scanned && { scanned: state.scanned }),
    ...(state.appointments && { appointments: state.appointments }),
    ...(state.materialsList && { materialsList: state.materialsList }),
    ...(state.appointmentSlip && { appointmentSlip: state.appointmentSlip }),
    ...(state.help && { help: state.help }),
  };
}

function iso(instant: Instant): string {
  return new Date(instant).toISOString();
}
