import { err, ok, type Result } from 'neverthrow';
import type { LaterAppointment } from '#contract/terminal/appointments.ts';
import type { AppointmentView } from '#contract/terminal/session.ts';
import { typedAppointmentCode } from '#domain/appointment/code.ts';
import { createGuessLimit } from '#domain/codes/guess-limit.ts';
import type { Clock } from '#domain/time/clock.ts';
import type { HallCopy } from '../hall/hall.ts';
import type { Log } from '../log/log.ts';
import type { PlatformLink } from '../platform-link/platform-link.ts';
import { checkInFrom, checkInNow } from '../queue/standing.ts';
import type { ActiveSession, Sessions } from '../session/session.ts';

export type Appointments = {
  /** Asks for those of the card that was read; without a card there is nothing to ask for. */
  readonly find: () => Result<void, 'SESSION_ENDED' | 'APPOINTMENT_UNKNOWN'>;
  /** Asks for the one whose code was scanned. */
  readonly findByCode: (session: ActiveSession, code: string) => void;
  /**
   * Asks for the one whose code somebody typed. APPOINTMENT_UNKNOWN: no code is written so. CODES_LOCKED: too many
   * wrong ones were typed at this terminal, by whomever.
   */
  readonly findTyped: (
    code: string,
  ) => Result<void, 'SESSION_ENDED' | 'APPOINTMENT_UNKNOWN' | 'CODES_LOCKED'>;
  /** What the terminal knows of an early closing may have changed: who was told of one is told when it is taken back. */
  readonly closingHeard: () => void;
  readonly stop: () => void;
};

export type AppointmentsOptions = {
  readonly sessions: Sessions;
  readonly link: Pick<PlatformLink, 'call' | 'state'>;
  readonly hall: HallCopy;
  /** A number was taken here with this appointment: the platform may not have heard of it yet. */
  readonly isTaken: (appointmentId: string) => boolean;
  /** On the papers of the session's person: his tickets of today, as far as they were given here. */
  readonly codesOf: (session: ActiveSession) => string[];
  /** Whoever shows his card then is told what became of his number and his time, whatever he came for. */
  readonly isClosedEarly: () => boolean;
  readonly clock: Clock;
  readonly log: Log;
};

type Query = { readonly idNumber: string; readonly codes: string[] } | { readonly code: string };
type FoundLater = Omit<LaterAppointment, 'insteadOf' | 'code'> & {
  readonly insteadOf: string | null;
  readonly slip: { readonly code: string; readonly address: string | null } | null;
};
type Found = Omit<AppointmentView, 'checkIn' | 'comeAt'>;

/** As wrong PINs of the staff are counted at the platform. */
const WRONG_CODES = { tries: 5, forMs: 5 * 60_000 };

/** As the contract allows; nobody has so many numbers of one day. */
const MOST_CODES = 20;

/** All who type at this terminal are one: nobody gets new tries by beginning again. */
const HERE = 'here';

/** The appointments of whoever stands here, of today and to come, asked of the platform each time and kept no longer than the session. */
export function createAppointments(options: AppointmentsOptions): Appointments {
  const { sessions, link, hall, isTaken, codesOf, isClosedEarly, clock, log } = options;
  const guesses = createGuessLimit(WRONG_CODES);
  let typedCodes = 0;
  let last:
    | { readonly session: ActiveSession; readonly query: Query; readonly typed: number | undefined }
    | undefined;
  let wasClosed = isClosedEarly();

  function viewOf({ appointmentId, serviceId, from, to }: Found): AppointmentView {
    const slot = { from: Date.parse(from), to: Date.parse(to) };
    const known = hall.current();
    return {
      appointmentId,
      serviceId,
      from,
      to,
      checkIn: isTaken(appointmentId) ? 'taken' : checkInNow(slot, clock.now(), known).kind,
      comeAt: new Date(checkInFrom(slot, known)).toISOString(),
    };
  }

  /** @param typed counts the codes that were typed; undefined for a card or a scanned code */
  async function ask(
    session: ActiveSession,
    query: Query,
    typed?: number,
    isRepeated = false,
  ): Promise<void> {
    last = { session, query, typed };
    const by = typed !== undefined ? 'typed-code' : 'code' in query ? 'code' : 'card';
    const mark = { ...(typed !== undefined && { typed }) };
    session.setAppointments({ state: 'asking', ...mark });
    const asked = session.appointments();
    if (link.state().state !== 'connected') {
      log.event('appointments.asked', { by, outcome: 'PLATFORM_UNREACHABLE', found: 0 });
      session.setAppointments({ state: 'failed', failure: 'PLATFORM_UNREACHABLE', ...mark });
      return;
    }
    const answer = await link.call('appointments.find', (client) => client.appointments.find(query));
    // Before anything else: a wrong code counts, whoever has gone away meanwhile.
    const isGuess = typed !== undefined && !isRepeated && 'code' in query;
    if (isGuess && answer.isOk() && isNothing(answer.value)) guesses.wrong(HERE, query.code, clock.now());
    // Another card or code was shown meanwhile; or nobody stands here any more.
    if (session.signal.aborted || session.appointments() !== asked) return;
    const outcome = answer.isOk() ? 'answered' : answer.error.code;
    // A service that the hall has given up since has no queue to wait in.
    const found = answer.isOk()
      ? answer.value.appointments.filter(({ serviceId }) => hall.service(serviceId).isOk())
      : [];
    log.event('appointments.asked', { by, outcome, found: found.length });
    session.setAppointments(
      answer.isOk()
        ? {
            state: 'found',
            appointments: found.map(viewOf),
            later: answer.value.later.map(laterView),
            closed: answer.value.closed,
            ...mark,
          }
        : { state: 'failed', failure: 'PLATFORM_UNREACHABLE', ...mark },
    );
  }

  const askByCard = (session: ActiveSession, idNumber: string) =>
    void ask(session, { idNumber, codes: codesOf(session).slice(0, MOST_CODES) });

  const stops = [
    sessions.onPerson((session, { number }) => {
      if (isClosedEarly()) askByCard(session, number);
    }),
    sessions.onEnd(() => {
      last = undefined;
    }),
  ];
  const stop = () => {
    for (const each of stops) each();
  };

  return {
    stop,
    closingHeard: () => {
      const isReopened = wasClosed && !isClosedEarly();
      wasClosed = isClosedEarly();
      if (!isReopened || last === undefined || last.session !== sessions.current()) return;
      const told = last.session.appointments();
      if (told?.state !== 'found' || told.later.length + told.closed.length === 0) return;
      void ask(last.session, last.query, last.typed, true);
    },
    find: () => {
      const session = sessions.current();
      if (!session) return err('SESSION_ENDED');
      const person = session.person();
      if (!person) return err('APPOINTMENT_UNKNOWN');
      askByCard(session, person.number);
      return ok();
    },
    findByCode: (session, code) => void ask(session, { code }),
    findTyped: (text) => {
      const session = sessions.current();
      if (!session) return err('SESSION_ENDED');
      const code = typedAppointmentCode(text);
      if (code === undefined) return err('APPOINTMENT_UNKNOWN');
      if (guesses.lockedFor(HERE, clock.now()) > 0) {
        log.event('appointments.asked', { by: 'typed-code', outcome: 'CODES_LOCKED', found: 0 });
        return err('CODES_LOCKED');
      }
      typedCodes += 1;
      void ask(session, { code }, typedCodes);
      return ok();
    },
  };
}

function laterView({ appointmentId, serviceName, from, to, insteadOf, slip }: FoundLater): LaterAppointment {
  return {
    appointmentId,
    serviceName,
    from,
    to,
    ...(insteadOf !== null && { insteadOf }),
    ...(slip && { code: slip.address ?? slip.code }),
  };
}

function isNothing(found: {
  readonly appointments: readonly unknown[];
  readonly later: readonly unknown[];
  readonly closed: readonly unknown[];
}): boolean {
  return found.appointments.length + found.later.length + found.closed.length === 0;
}
