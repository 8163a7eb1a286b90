import { z } from 'zod';
import { businessDateSchema } from '#contract/scalars.ts';
import type { Instant } from '#domain/time/clock.ts';
import type { BusinessDate } from '#domain/time/hall-time.ts';
import type { Storage } from '../storage/storage.ts';

/** A paper with the time of an appointment. Nothing in it says whose it is; its code is not kept. */
export type AppointmentSlip = {
  readonly slipId: string;
  readonly sessionId: string;
  readonly appointmentId: string;
  /** The time that stands on it: moved meanwhile, it is another slip. */
  readonly from: Instant;
  /** Of the printing. */
  readonly businessDate: BusinessDate;
};

export type AppointmentSlipStore = {
  readonly insert: (slip: AppointmentSlip) => void;
  readonly ofSession: (
    sessionId: string,
    appointmentId: string,
    from: Instant,
  ) => AppointmentSlip | undefined;
  readonly deleteBefore: (businessDate: BusinessDate) => void;
};

/** A row as it may be; anything else is damage. */
export const appointmentSlipRowSchema = z.object({
  slip_id: z.string(),
  session_id: z.string(),
  appointment_id: z.string(),
  from_at: z.int(),
  business_date: businessDateSchema,
});

type Row = z.infer<typeof appointmentSlipRowSchema>;

/** Writes belong into a transaction of the caller. */
export function createAppointmentSlipStore({ database }: Storage): AppointmentSlipStore {
  const insert = database.prepare<Row>(
    `INSERT INTO appointment_slip (slip_id, session_id, appointment_id, from_at, business_date)
     VALUES (:slip_id, :session_id, :appointment_id, :from_at, :business_date)`,
  );
  const ofSession = database.prepare<[string, string, number], Row>(
    'SELECT * FROM appointment_slip WHERE session_id = ? AND appointment_id = ? AND from_at = ?',
  );
  const remove = database.prepare<[string]>('DELETE FROM appointment_slip WHERE business_date < ?');
  return {
    insert: ({ slipId, sessionId, appointmentId, from, businessDate }) =>
      void insert.run({
        slip_id: slipId,
        session_id: sessionId,
        appointment_id: appointmentId,
        from_at: from,
        business_date: businessDate,
      }),
    ofSession: (sessionId, appointmentId, from) => {
      const row = ofSession.get(sessionId, appointmentId, from);
      return row && slipOf(row);
    },
    deleteBefore: (businessDate) => void remove.run(businessDate),
  };
}

function slipOf(stored: Row): AppointmentSlip {
  const row = appointmentSlipRowSchema.parse(stored);
  return {
    slipId: row.slip_id,
    sessionId: row.session_id,
    appointmentId: row.appointment_id,
    from: row.from_at,
    businessDate: row.business_date,
  };
}
