import { err, ok, type Result } from 'neverthrow';
import type { AppointmentView } from '#contract/terminal/session.ts';
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

/** Today's appointments of whoever stands here, asked of the platform each time and kept no longer than the session. */
export function createAppointments(options: AppointmentsOptions): Appointments {
  const { sessions, link, hall, isTaken, clock, log } = options;

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

  async function ask(session: ActiveSession, query: Query): Promise<void> {
    const by = 'code' in query ? 'code' : 'card';
    session.setAppointments({ state: 'asking' });
    const asked = session.appointments();
    if (link.state().state !== 'connected') {
      log.event('appointments.asked', { by, outcome: 'PLATFORM_UNREACHABLE', found: 0 });
      session.setAppointments({ state: 'failed', failure: 'PLATFORM_UNREACHABLE' });
      return;
    }
    const answer = await link.call('appointments.find', (client) => client.appointments.find(query));
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
        ? { state: 'found', appointments: found.map(viewOf) }
        : { state: 'failed', failure: 'PLATFORM_UNREACHABLE' },
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
  };
}
