import { z } from 'zod';
import { priorityClassSchema } from '#contract/hall.ts';
import { businessDateSchema, type LocalizedText, localizedTextSchema } from '#contract/scalars.ts';
import type { PriorityClass } from '#domain/queue/priority.ts';
import type { WaitingRange } from '#domain/queue/waiting-estimate.ts';
import type { Instant } from '#domain/time/clock.ts';
import type { BusinessDate } from '#domain/time/hall-time.ts';
import { jsonText } from '../storage/json-text.ts';
import type { Storage } from '../storage/storage.ts';

/** A ticket as saved: what was promised when it was issued, and whose it is only as keyed hashes. */
export type Ticket = {
  readonly ticketId: string;
  readonly requestKey: string;
  readonly sessionId: string;
  /** Keyed hash of the identity number; null without a card, and after the ticket's day. */
  readonly personKey: string | null;
  readonly queueId: string;
  readonly serviceId: string;
  readonly businessDate: BusinessDate;
  readonly number: number;
  readonly leaseId: string;
  readonly issuedAt: Instant;
  readonly code: string;
  readonly label: string;
  readonly serviceName: LocalizedText;
  readonly counters: readonly LocalizedText[];
  /** People before it when it was issued. */
  readonly ahead: number;
  readonly priorityClass: PriorityClass;
  /** The appointment that it keeps. */
  readonly appointmentId: string | null;
  /** What he said he has not brought. */
  readonly missing: readonly LocalizedText[];
  /** The platform did not answer when it was issued. */
  readonly issuedOffline: boolean;
  /** What the platform foretold an ordinary ticket then. */
  readonly foretold: WaitingRange | null;
  readonly cancelledAt: Instant | null;
};

export type TicketStore = {
  readonly insert: (ticket: Ticket) => void;
  readonly cancel: (ticketId: string, at: Instant) => void;
  readonly byId: (ticketId: string) => Ticket | undefined;
  readonly byRequestKey: (requestKey: string) => Ticket | undefined;
  /** `code` as on the paper, without number and day. */
  readonly byCode: (code: string) => Ticket | undefined;
  /** A ticket was taken here with this appointment, and not given back. */
  readonly keepsAppointment: (appointmentId: string) => boolean;
  /** Newest first. */
  readonly ofPerson: (personKey: string, businessDate: BusinessDate) => Ticket[];
  /** Tickets of a queue and day that the platform has not answered for yet. */
  readonly unsent: (queueId: string, businessDate: BusinessDate) => number;
  /** The platform has not answered for its issue yet. */
  readonly isUnsent: (ticketId: string) => boolean;
  /** Tickets of a day and later whose first outbox record is missing: the platform may never have heard of them. */
  readonly unrecorded: (from: BusinessDate) => Ticket[];
  readonly forgetPersonsBefore: (businessDate: BusinessDate) => void;
  readonly deleteBefore: (businessDate: BusinessDate) => void;
};

/** A row as `createTicketStore` reads it; anything else is damage. */
export const ticketRowSchema = z.object({
  ticket_id: z.string(),
  request_key: z.string(),
  session_id: z.string(),
  person_key: z.string().nullable(),
  queue_id: z.string(),
  service_id: z.string(),
  business_date: businessDateSchema,
  number: z.number().int().positive(),
  lease_id: z.string(),
  issued_at: z.number().int().refine(isInstant),
  code: z.string(),
  label: z.string(),
  service_name: jsonText(localizedTextSchema),
  counters: jsonText(z.array(localizedTextSchema)),
  ahead: z.number().int().nonnegative(),
  // A database of an earlier version, read when it is damaged, has none of these.
  priority_class: priorityClassSchema.default('ordinary'),
  appointment_id: z.string().nullable().default(null),
  missing: jsonText(z.array(localizedTextSchema)).default([]),
  issued_offline: z.union([z.literal(0), z.literal(1)]).default(0),
  from_minutes: z.number().int().nonnegative().nullable().default(null),
  to_minutes: z.number().int().positive().nullable().default(null),
  cancelled_at: z.number().int().refine(isInstant).nullable().default(null),
});

type Row = Required<z.input<typeof ticketRowSchema>>;

/** Beyond this a number of milliseconds is no date. */
function isInstant(milliseconds: number): boolean {
  return !Number.isNaN(new Date(milliseconds).getTime());
}

/** Writes belong into a transaction of the caller. */
export function createTicketStore({ database }: Storage): TicketStore {
  const insert = database.prepare<Row>(
    `INSERT INTO ticket (ticket_id, request_key, session_id, person_key, queue_id, service_id, business_date,
       number, lease_id, issued_at, code, label, service_name, counters, ahead, priority_class, appointment_id,
       missing, issued_offline, from_minutes, to_minutes, cancelled_at)
     VALUES (:ticket_id, :request_key, :session_id, :person_key, :queue_id, :service_id, :business_date,
       :number, :lease_id, :issued_at, :code, :label, :service_name, :counters, :ahead, :priority_class,
       :appointment_id, :missing, :issued_offline, :from_minutes, :to_minutes, :cancelled_at)`,
  );
  const cancel = database.prepare<[number, string]>('UPDATE ticket SET cancelled_at = ? WHERE ticket_id = ?');
  const withAppointment = database
    .prepare<[string], number>(
      'SELECT count(*) FROM ticket WHERE appointment_id = ? AND cancelled_at IS NULL',
    )
    .pluck();
  const byId = database.prepare<[string], Row>('SELECT * FROM ticket WHERE ticket_id = ?');
  const byKey = database.prepare<[string], Row>('SELECT * FROM ticket WHERE request_key = ?');
  const byCode = database.prepare<[string], Row>('SELECT * FROM ticket WHERE code = ?');
  const ofPerson = database.prepare<[string, string], Row>(
    'SELECT * FROM ticket WHERE person_key = ? AND business_date = ? ORDER BY issued_at DESC, ticket_id DESC',
  );
  const unsent = database
    .prepare<[string, string], number>(
      // CROSS JOIN keeps SQLite on the few pending records instead of all of the day's tickets.
      `SELECT count(*) FROM outbox
       CROSS JOIN ticket ON ticket.ticket_id = substr(outbox.aggregate, 1 + length('ticket:'))
       WHERE outbox.state = 'pending' AND outbox.sequence = 1
         AND ticket.queue_id = ? AND ticket.business_date = ? AND ticket.cancelled_at IS NULL`,
    )
    .pluck();
  const isUnsent = database
    .prepare<[string], number>(
      "SELECT count(*) FROM outbox WHERE aggregate = 'ticket:' || ? AND sequence = 1 AND state = 'pending'",
    )
    .pluck();
  const unrecorded = database.prepare<[string], Row>(
    `SELECT * FROM ticket WHERE business_date >= ? AND NOT EXISTS (
       SELECT 1 FROM outbox WHERE outbox.aggregate = 'ticket:' || ticket.ticket_id AND outbox.sequence = 1)`,
  );
  const forget = database.prepare<[string]>(
    'UPDATE ticket SET person_key = NULL WHERE business_date < ? AND person_key IS NOT NULL',
  );
  // While a record of the ticket waits for the platform the ticket stays too.
  const remove = database.prepare<[string]>(
    `DELETE FROM ticket WHERE business_date < ? AND NOT EXISTS (
       SELECT 1 FROM outbox WHERE outbox.aggregate = 'ticket:' || ticket.ticket_id)`,
  );
  const found = (row: Row | undefined) => row && ticketOf(row);
  return {
    insert: (ticket) => void insert.run(rowOf(ticket)),
    cancel: (ticketId, at) => void cancel.run(at, ticketId),
    keepsAppointment: (appointmentId) => (withAppointment.get(appointmentId) ?? 0) > 0,
    byId: (ticketId) => found(byId.get(ticketId)),
    byRequestKey: (requestKey) => found(byKey.get(requestKey)),
    byCode: (code) => found(byCode.get(code)),
    ofPerson: (personKey, businessDate) => ofPerson.all(personKey, businessDate).map(ticketOf),
    unsent: (queueId, businessDate) => unsent.get(queueId, businessDate) ?? 0,
    isUnsent: (ticketId) => (isUnsent.get(ticketId) ?? 0) > 0,
    unrecorded: (from) => unrecorded.all(from).map(ticketOf),
    forgetPersonsBefore: (businessDate) => void forget.run(businessDate),
    deleteBefore: (businessDate) => void remove.run(businessDate),
  };
}

function rowOf(ticket: Ticket): Row {
  return {
    ticket_id: ticket.ticketId,
    request_key: ticket.requestKey,
    session_id: ticket.sessionId,
    person_key: ticket.personKey,
    queue_id: ticket.queueId,
    service_id: ticket.serviceId,
    business_date: ticket.businessDate,
    number: ticket.number,
    lease_id: ticket.leaseId,
    issued_at: ticket.issuedAt,
    code: ticket.code,
    label: ticket.label,
    service_name: JSON.stringify(ticket.serviceName),
    counters: JSON.stringify(ticket.counters),
    ahead: ticket.ahead,
    priority_class: ticket.priorityClass,
    appointment_id: ticket.appointmentId,
    missing: JSON.stringify(ticket.missing),
    issued_offline: ticket.issuedOffline ? 1 : 0,
    from_minutes: ticket.foretold?.fromMinutes ?? null,
    to_minutes: ticket.foretold?.toMinutes ?? null,
    cancelled_at: ticket.cancelledAt,
  };
}

function ticketOf(stored: Row): Ticket {
  const row = ticketRowSchema.parse(stored);
  return {
    ticketId: row.ticket_id,
    requestKey: row.request_key,
    sessionId: row.session_id,
    personKey: row.person_key,
    queueId: row.queue_id,
    serviceId: row.service_id,
    businessDate: row.business_date,
    number: row.number,
    leaseId: row.lease_id,
    issuedAt: row.issued_at,
    code: row.code,
    label: row.label,
    serviceName: row.service_name,
    counters: row.counters,
    ahead: row.ahead,
    priorityClass: row.priority_class,
    appointmentId: row.appointment_id,
    missing: row.missing,
    issuedOffline: row.issued_offline === 1,
    foretold:
      row.from_minutes === null || row.to_minutes === null
        ? null
        : { fromMinutes: row.from_minutes, toMinutes: row.to_minutes },
    cancelledAt: row.cancelled_at,
  };
}
