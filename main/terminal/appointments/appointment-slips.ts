import { err, type Result } from 'neverthrow';
import { z } from 'zod';
import type { AppointmentSlipView, LaterAppointment } from '#contract/terminal/appointments.ts';
import type { HallCopy } from '../hall/hall.ts';
import type { Log } from '../log/log.ts';
import type { SessionPapers } from '../papers/session-papers.ts';
import { receiptForAppointment } from '../printing/receipt-for-appointment.ts';
import type { ActiveSession, Sessions } from '../session/session.ts';
import type { StorageError } from '../storage/storage.ts';

export type SlipRequest = { readonly appointmentId: string; readonly requestKey: string };

export type AppointmentSlips = {
  /** Gives the paper of an appointment for another day that this session was told of. */
  readonly print: (
    request: SlipRequest,
  ) => Result<AppointmentSlipView, 'SESSION_ENDED' | 'APPOINTMENT_UNKNOWN' | StorageError>;
};

export type AppointmentSlipsDependencies = {
  readonly log: Log;
  readonly hall: HallCopy;
  readonly papers: SessionPapers;
  readonly sessions: Sessions;
};

const subjectSchema = z.object({
  appointmentId: z.string(),
  /** The time that stands on it: moved meanwhile, it is another slip. */
  from: z.int(),
});

/** Slips for who stands before a hall that closed early: when to come, for whoever has no phone to look it up. */
export function createAppointmentSlips(dependencies: AppointmentSlipsDependencies): AppointmentSlips {
  const { log, hall, papers, sessions } = dependencies;
  const slips = papers.ofKind({
    kind: 'appointment-slip',
    subject: subjectSchema,
    onProgress: (session, { paperId, print }) => {
      const shown = session.appointmentSlip();
      if (shown?.slipId === paperId) session.setAppointmentSlip({ ...shown, print });
    },
  });

  function compose(session: ActiveSession, appointment: LaterAppointment, slip: string, reprint: boolean) {
    log.event('appointment.slip', { slip });
    const hallName = hall.current()?.name;
    return receiptForAppointment({ appointment, hallName, language: session.language(), reprint });
  }

  return {
    print: ({ appointmentId, requestKey }) => {
      const session = sessions.current();
      if (!session) return err('SESSION_ENDED');
      const told = session.appointments();
      const later =
        told?.state === 'found' ? told.later.find((each) => each.appointmentId === appointmentId) : undefined;
      if (!later) return err('APPOINTMENT_UNKNOWN');
      return slips
        .give({
          session,
          subject: { appointmentId, from: Date.parse(later.from) },
          requestKey,
          compose: (slip, reprint) => compose(session, later, slip, reprint),
        })
        .map(({ paperId, subject, print }) => {
          const view = { slipId: paperId, appointmentId: subject.appointmentId, print };
          session.setAppointmentSlip(view);
          return view;
        });
    },
  };
}
