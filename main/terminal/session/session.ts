import { randomUUID } from 'node:crypto';
import { err, ok, type Result } from 'neverthrow';
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
import type { Clock } from '#domain/time/clock.ts';
import type { Log } from '../log/log.ts';
import { createPublished, type Published } from '../published.ts';
import type { Timers } from '../timers.ts';
import { activeView, type LeftBehind, type Person, type SessionState } from './session-state.ts';

type EndReason = 'finished' | 'exit' | 'idle' | 'restarted';

/** The session that is under way. After its end every function does nothing and every getter says nothing. */
export type ActiveSession = {
  readonly sessionId: string;
  readonly language: () => Language;
  readonly person: () => Person | undefined;
  readonly ticket: () => TicketView | undefined;
  readonly setTicket: (ticket: TicketView) => void;
  readonly setEarlierTickets: (tickets: readonly TicketView[]) => void;
  readonly setIdentity: (identity: IdentityView) => void;
  /** Tickets whose paper was scanned: who holds it may have it printed again. */
  readonly heldTickets: () => readonly string[];
  readonly elsewhere: () => ElsewhereView | undefined;
  readonly setElsewhere: (elsewhere: ElsewhereView) => void;
  /** What was scanned last: another object for each code. Gone when the person is forgotten. */
  readonly scanned: () => Scanned | undefined;
  readonly setScanned: (kind: Scanned['kind'], ticketId?: string) => void;
  readonly appointments: () => AppointmentsView | undefined;
  readonly setAppointments: (appointments: AppointmentsView) => void;
  readonly materialsList: () => MaterialsListView | undefined;
  readonly setMaterialsList: (list: MaterialsListView) => void;
  readonly appointmentSlip: () => AppointmentSlipView | undefined;
  readonly setAppointmentSlip: (slip: AppointmentSlipView) => void;
  /** Undefined when nobody is called any more. */
  readonly setHelp: (help: HelpView | undefined) => void;
  /** The card was read: the person becomes known and listeners of `onPerson` are told. */
  readonly setPerson: (person: Person, view: IdentityView) => void;
  /** It was not he: what was known of him leaves the session. No-one is known, not even to the next ticket. */
  readonly forgetPerson: () => void;
  /** Aborts when the session ends. */
  readonly signal: AbortSignal;
};

export type Sessions = {
  readonly view: Published<SessionView>;
  readonly current: () => ActiveSession | undefined;
  /** Begins a session; an active one is ended and wiped first. */
  readonly start: (language: Language) => ActiveSession;
  readonly touch: () => Result<void, 'SESSION_ENDED'>;
  readonly setLanguage: (language: Language) => Result<void, 'SESSION_ENDED'>;
  /** Ends and wipes; nothing happens when no session is active. */
  readonly end: (reason: EndReason) => void;
  readonly setTiming: (timing: SessionTiming) => void;
  readonly setLeftBehind: (change: Partial<LeftBehind>) => void;
  /** Called when a person became known in a session, for what else is known of him here today. */
  readonly onPerson: (listener: (session: ActiveSession, person: Person) => void) => () => void;
  readonly onStart: (listener: () => void) => () => void;
  readonly onEnd: (listener: (sessionId: string, reason: EndReason) => void) => () => void;
};

export type SessionsOptions = {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly timing: SessionTiming;
  readonly log: Log;
  readonly newId?: () => string;
  /** Milliseconds since any fixed moment, as the timers count them: no clock that is set moves it. */
  readonly elapsed?: () => number;
};

/** Holds at most one session, ends it when nobody touches the screen, and publishes what the page may know. */
export function createSessions(options: SessionsOptions): Sessions {
  const { clock, timers, log, newId = randomUUID, elapsed = () => performance.now() } = options;
  let timing = options.timing;
  let state: SessionState | undefined;
  let active: ActiveSession | undefined;
  let leftBehind: LeftBehind = { cardOnReader: false, paperHeldOut: false };
  let cancelDeadline = () => {};
  const personListeners = new Set<(session: ActiveSession, person: Person) => void>();
  const startListeners = new Set<() => void>();
  const endListeners = new Set<(sessionId: string, reason: EndReason) => void>();
  const published = createPublished<SessionView>({ phase: 'attract', ...leftBehind });
  /** What is left is counted when a view is read: a page that connects late counts right as well. */
  const counted = (told: SessionView): SessionView => {
    if (told.phase !== 'active' || !state) return told;
    const since = Math.round(elapsed() - state.touchedAt);
    return {
      ...told,
      warnInMs: Math.max(0, told.warnInMs - since),
      endsInMs: Math.max(0, told.endsInMs - since),
    };
  };
  const view: Published<SessionView> = {
    ...published,
    get: () => counted(published.get()),
    watch: async function* (signal) {
      for await (const told of published.watch(signal)) yield counted(told);
    },
  };

  const publish = () =>
    published.set(state ? activeView(state, timing, leftBehind) : { phase: 'attract', ...leftBehind });

  const armDeadline = (session: SessionState) => {
    cancelDeadline();
    const { endsAt } = sessionDeadlines(session.lastTouch, timing);
    cancelDeadline = timers.after(endsAt - session.lastTouch, () => end('idle'));
  };

  function end(reason: EndReason): void {
    if (!state) return;
    const { sessionId, startedAt, ended } = state;
    cancelDeadline();
    state = undefined;
    active = undefined;
    ended.abort();
    log.event('session.ended', {
      session: sessionId,
      reason,
      seconds: Math.round((clock.now() - startedAt) / 1000),
    });
    for (const listener of endListeners) listener(sessionId, reason);
    publish();
  }

  /** A handle that works on its own session alone, however late it is used. */
  function handleOf(own: SessionState): ActiveSession {
    const change = (apply: (session: SessionState) => void) => {
      if (state !== own) return;
      apply(own);
      publish();
    };
    return {
      sessionId: own.sessionId,
      signal: own.ended.signal,
      language: () => own.language,
      person: () => (state === own ? own.person : undefined),
      ticket: () => (state === own ? own.ticket : undefined),
      setTicket: (ticket) =>
        change((session) => {
          session.ticket = ticket;
        }),
      setEarlierTickets: (tickets) =>
        change((session) => {
          session.earlierTickets = tickets;
        }),
      setIdentity: (identity) =>
        change((session) => {
          session.identity = identity;
        }),
      heldTickets: () => (state === own ? own.heldTickets : []),
      elsewhere: () => (state === own ? own.elsewhere : undefined),
      setElsewhere: (elsewhere) =>
        change((session) => {
          session.elsewhere = elsewhere;
        }),
      scanned: () => (state === own ? own.scanned : undefined),
      setScanned: (kind, ticketId) =>
        change((session) => {
          session.codesScanned += 1;
          session.scanned = { kind, count: session.codesScanned };
          if (ticketId !== undefined && !session.heldTickets.includes(ticketId)) {
            session.heldTickets = [...session.heldTickets, ticketId];
          }
        }),
      appointments: () => (state === own ? own.appointments : undefined),
      setAppointments: (appointments) =>
        change((session) => {
          session.appointments = appointments;
        }),
      materialsList: () => (state === own ? own.materialsList : undefined),
      setMaterialsList: (list) =>
        change((session) => {
          session.materialsList = list;
        }),
      appointmentSlip: () => (state === own ? own.appointmentSlip : undefined),
      setAppointmentSlip: (slip) =>
        change((session) => {
          session.appointmentSlip = slip;
        }),
      setHelp: (help) =>
        change((session) => {
          session.help = help;
        }),
      setPerson: (person, identity) => {
        if (state !== own || !active) return;
        own.person = person;
        own.identity = identity;
        for (const listener of personListeners) listener(active, person);
        publish();
      },
      forgetPerson: () =>
        change((session) => {
          // A ticket that was only printed again is his; one taken in this session is the session's.
          const { ticket } = session;
          const isPrintedAgain = session.earlierTickets.some(({ ticketId }) => ticketId === ticket?.ticketId);
          if (isPrintedAgain || ticket?.elsewhere) session.ticket = undefined;
          session.elsewhere = undefined;
          session.person = undefined;
          session.earlierTickets = [];
          session.heldTickets = [];
          session.scanned = undefined;
          session.appointments = undefined;
          session.appointmentSlip = undefined;
          session.identity = { state: 'unknown' };
        }),
    };
  }

  return {
    view,
    current: () => active,
    start: (language) => {
      end('restarted');
      const now = clock.now();
      state = {
        sessionId: newId(),
        startedAt: now,
        ended: new AbortController(),
        language,
        lastTouch: now,
        touchedAt: elapsed(),
        identity: { state: 'unknown' },
        person: undefined,
        ticket: undefined,
        earlierTickets: [],
        heldTickets: [],
        elsewhere: undefined,
        scanned: undefined,
        codesScanned: 0,
        appointments: undefined,
        materialsList: undefined,
        appointmentSlip: undefined,
        help: undefined,
      };
      active = handleOf(state);
      log.event('session.started', { session: state.sessionId, language });
      armDeadline(state);
      publish();
      for (const listener of startListeners) listener();
      return active;
    },
    touch: () => {
      if (!state) return err('SESSION_ENDED');
      state.lastTouch = clock.now();
      state.touchedAt = elapsed();
      armDeadline(state);
      publish();
      return ok();
    },
    setLanguage: (language) => {
      if (!state) return err('SESSION_ENDED');
      state.language = language;
      publish();
      return ok();
    },
    end,
    setTiming: (next) => {
      timing = next;
    },
    setLeftBehind: (change) => {
      leftBehind = { ...leftBehind, ...change };
      publish();
    },
    onPerson: (listener) => {
      personListeners.add(listener);
      return () => void personListeners.delete(listener);
    },
    onStart: (listener) => {
      startListeners.add(listener);
      return () => void startListeners.delete(listener);
    },
    onEnd: (listener) => {
      endListeners.add(listener);
      return () => void endListeners.delete(listener);
    },
  };
}
