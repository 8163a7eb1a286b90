import { err, ok, type Result } from 'neverthrow';
import type { AppointmentPage } from '#contract/desk/appointments.ts';
import { defaultCheckInRules } from '#domain/appointment/check-in.ts';
import type { Clock } from '#domain/time/clock.ts';
import type { Database } from '../database/database.ts';
import { publishedHall } from '../live/published-halls.ts';
import { type CancelRefusal, cancelAppointment } from './appointments.ts';
import { findByCode } from './appointments-found-store.ts';
import { shownAppointments } from './appointments-of.ts';
import { codeHashOf } from './codes.ts';

const TOKEN_LENGTH = 22;
const MINUTE_MS = 60_000;

/** What a phone shows of the appointment whose code it has; undefined when nobody has such a code. */
export async function appointmentPage(
  database: Database,
  clock: Clock,
  code: string,
): Promise<AppointmentPage | undefined> {
  const row = await findByCode(database, hashOf(code));
  const hall = row && (await publishedHall(database, row.hallId));
  if (!row || !hall) return undefined;
  const [shown] = await shownAppointments(database, clock, hall, [row]);
  if (!shown) return undefined;
  const { from, to, state, serviceName, moved, insteadOf } = shown;
  const { earlyMinutes, lateMinutes } = hall.checkIn ?? defaultCheckInRules;
  const service = hall.services.find(({ serviceId }) => serviceId === row.serviceId);
  return {
    at: new Date(clock.now()).toISOString(),
    hallName: hall.name,
    serviceName,
    from,
    to,
    state,
    comeFrom: new Date(row.fromAt.getTime() - earlyMinutes * MINUTE_MS).toISOString(),
    comeUntil: new Date(row.toAt.getTime() + lateMinutes * MINUTE_MS).toISOString(),
    materials: service?.materials ?? [],
    moved,
    insteadOf,
  };
}

/** Cancels it for whoever holds its code. Returns the hall. */
export async function cancelByCode(database: Database, code: string): Promise<Result<string, CancelRefusal>> {
  const row = await findByCode(database, hashOf(code));
  if (!row) return err('APPOINTMENT_UNKNOWN');
  const cancelled = await cancelAppointment(database, row.hallId, row.appointmentId);
  return cancelled.andThen(() => ok(row.hallId));
}

/** An address has the appointment's own code, or that of the ticket it was given for. */
function hashOf(code: string): Buffer {
  return codeHashOf(code.length === TOKEN_LENGTH ? `MSB1:${code}` : code);
}
