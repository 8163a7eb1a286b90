import { err, ok, type Result } from 'neverthrow';
import type { AppointmentSlipView, LaterAppointment } from '#contract/terminal/appointments.ts';
import type { Clock } from '#domain/time/clock.ts';
import { addDays, businessDateAt } from '#domain/time/hall-time.ts';
import type { HallCopy } from '../hall/hall.ts';
import type { Log } from '../log/log.ts';
import type { PrintJob } from '../printing/print-store.ts';
import { isOnPaper, type Printing, type PrintOrder } from '../printing/printing.ts';
import { receiptForAppointment } from '../printing/receipt-for-appointment.ts';
import type { ActiveSession, Sessions } from '../session/session.ts';
import type { Storage, StorageError } from '../storage/storage.ts';
import { type AppointmentSlip, createAppointmentSlipStore } from './appointment-slip-store.ts';

export type SlipRequest = { readonly appointmentId: string; readonly requestKey: string };

type SlipError = 'SESSION_ENDED' | 'APPOINTMENT_UNKNOWN' | StorageError;

export type AppointmentSlips = {
  /**
   * Saves the slip with its print job, then has it printed: of an appointment for another day that this session was told
   * of. It is printed once in a session, and again only where its paper did not surely come out.
   */
  readonly print: (request: SlipRequest) => Result<AppointmentSlipView, SlipError>;
  /** Forgets the slips of days long past. */
  readonly cleanOut: () => Result<void, StorageError>;
  readonly stop: () => void;
};

export type AppointmentSlipsDependencies = {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly log: Log;
  readonly hall: HallCopy;
  readonly printing: Printing;
  readonly sessions: Sessions;
  /** UUIDv7. */
  readonly newKey: () => string;
};

/** As long as tickets are kept at most. */
const DAYS_KEPT = 30;

type Recorded = {
  readonly slip: AppointmentSlip;
  readonly print?: { readonly job: PrintJob; readonly order: PrintOrder };
};

/** Slips for who stands before a hall that closed early: when to come, for whoever has no phone to look it up. */
export function createAppointmentSlips(dependencies: AppointmentSlipsDependencies): AppointmentSlips {
  const { storage, clock, log, hall, printing, sessions, newKey } = dependencies;
  const slips = createAppointmentSlipStore(storage);

  function record(
    sessionId: string,
    later: LaterAppointment,
    requestKey: string,
  ): Result<Recorded, SlipError> {
    const { appointmentId } = later;
    const from = Date.parse(later.from);
    const known = slips.ofSession(sessionId, appointmentId, from);
    const businessDate = businessDateAt(clock.now());
    const slip = known ?? { slipId: newKey(), sessionId, appointmentId, from, businessDate };
    const asked = printing.askedBy(requestKey);
    // The touch of somebody who was here before: what it asked for is not for who is here now.
    if (asked && asked.id !== slip.slipId) return err('SESSION_ENDED');
    if (asked || (known && isOnPaper(printing.viewOf(known.slipId)))) return ok({ slip });
    if (!known) slips.insert(slip);
    const paper = { kind: 'appointment-slip', id: slip.slipId } as const;
    const order: PrintOrder = { paper, sessionId, reprint: known !== undefined, requestKey };
    return ok({ slip, print: { job: printing.record(order), order } });
  }

  function start(session: ActiveSession, later: LaterAppointment, recorded: Recorded): AppointmentSlipView {
    const { slip, print } = recorded;
    if (print) {
      log.event('appointment.slip', { slip: slip.slipId });
      const document = receiptForAppointment({
        appointment: later,
        hallName: hall.current()?.name,
        language: session.language(),
        reprint: print.order.reprint,
      });
      printing.start(print.job, print.order, document);
    }
    const view: AppointmentSlipView = {
      slipId: slip.slipId,
      appointmentId: slip.appointmentId,
      print: printing.viewOf(slip.slipId) ?? { state: 'failed' },
    };
    session.setAppointmentSlip(view);
    return view;
  }

  const stopListening = printing.onChanged((paperId) => {
    const session = sessions.current();
    const shown = session?.appointmentSlip();
    const print = shown?.slipId === paperId ? printing.viewOf(paperId) : undefined;
    if (shown && print) session?.setAppointmentSlip({ ...shown, print });
  });

  return {
    print: ({ appointmentId, requestKey }) => {
      const session = sessions.current();
      if (!session) return err('SESSION_ENDED');
      const told = session.appointments();
      const later =
        told?.state === 'found' ? told.later.find((each) => each.appointmentId === appointmentId) : undefined;
      if (!later) return err('APPOINTMENT_UNKNOWN');
      return storage
        .commit<Recorded, SlipError>(() => record(session.sessionId, later, requestKey))
        .map((recorded) => start(session, later, recorded));
    },
    cleanOut: () =>
      storage.commit<void, never>(() => {
        slips.deleteBefore(addDays(businessDateAt(clock.now()), -DAYS_KEPT));
        return ok();
      }),
    stop: stopListening,
  };
}
