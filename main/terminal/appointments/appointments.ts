import { err, ok, type Result } from 'neverthrow';
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
};

export type AppointmentsOptions = {
  readonly sessions: Sessions;
  readonly link: Pick<PlatformLink, 'call' | 'state'>;
  readonly hall: HallCopy;
  /** A number was taken here with this appointment: the platform may not have heard of it yet. */
  readonly isTaken: (appointmentId: string) => boolean;
  readonly clock: Clock;
  readonly log: Log;
};

type Query = { readonly idNumber: string } | { readonly code: string };
type Found = Omit<AppointmentView, 'checkIn' | 'comeAt'>;

/** As wrong PINs of the staff are counted at the platform. */
const WRONG_CODES = { tries: 5, forMs: 5 * 60_000 };

/** All who type at this terminal are one: nobody gets new tries by beginning again. */
const HERE = 'here';

/** Today's appointments of whoever stands here, asked of the platform each time and kept no longer than the session. */
export function createAppointments(options: AppointmentsOptions): Appointments {
  const { sessions, link, hall, isTaken, clock, log } = options;
  const guesses = createGuessLimit(WRONG_CODES);
  let typedCodes = 0;

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
  async function ask(session: ActiveSession, query: Query, typed?: number): Promise<void> {
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
    if (typed !== undefined && answer.isOk() && answer.value.appointments.length === 0) {
      guesses.wrong(HERE, clock.now());
    }
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
        ? { state: 'found', appointments: found.map(viewOf), ...mark }
        : { state: 'failed', failure: 'PLATFORM_UNREACHABLE', ...mark },
    );
  }

  return {
    find: () => {
      const session = sessions.current();
      if (!session) return err('SESSION_ENDED');
      const person = session.person();
      if (!person) return err('APPOINTMENT_UNKNOWN');
      void ask(session, { idNumber: person.number });
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
