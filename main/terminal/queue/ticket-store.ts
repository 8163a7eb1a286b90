import { z } from 'zod';
import { type LocalizedText, localizedTextSchema } from '#contract/scalars.ts';
import type { Instant } from '#domain/time/clock.ts';
import type { BusinessDate } from '#domain/time/hall-time.ts';
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
};

export type TicketStore = {
  readonly insert: (ticket: Ticket) => void;
  readonly byId: (ticketId: string) => Ticket | undefined;
  readonly byRequestKey: (requestKey: string) => Ticket | undefined;
  /** Newest first. */
  readonly ofPerson: (personKey: string, businessDate: BusinessDate) => Ticket[];
  /** Tickets of a queue and day that the platform has not answered for yet. */
  readonly unsent: (queueId: string, businessDate: BusinessDate) => number;
  readonly forgetPersonsBefore: (businessDate: BusinessDate) => void;
  readonly deleteBefore: (businessDate: BusinessDate) => void;
};

type Row = {
  ticket_id: string;
  request_key: string;
  session_id: string;
  person_key: string | null;
  queue_id: string;
  service_id: string;
  business_date: string;
  number: number;
  lease_id: string;
  issued_at: number;
  code: string;
  label: string;
  service_name: string;
  counters: string;
  ahead: number;
};

const countersSchema = z.array(localizedTextSchema);

/** Writes belong into a transaction of the caller. */
export function createTicketStore({ database }: Storage): TicketStore {
  const insert = database.prepare<Row>(
    `INSERT INTO ticket (ticket_id, request_key, session_id, person_key, queue_id, service_id, business_date,
       number, lease_id, issued_at, code, label, service_name, counters, ahead)
     VALUES (:ticket_id, :request_key, :session_id, :person_key, :queue_id, :service_id, :business_date,
       :number, :lease_id, :issued_at, :code, :label, :service_name, :counters, :ahead)`,
  );
  const byId = database.prepare<[string], Row>('SELECT * FROM ticket WHERE ticket_id = ?');
  const byKey = database.prepare<[string], Row>('SELECT * FROM ticket WHERE request_key = ?');
  const ofPerson = database.prepare<[string, string], Row>(
    'SELECT * FROM ticket WHERE person_key = ? AND business_date = ? ORDER BY issued_at DESC, ticket_id DESC',
  );
  const unsent = database
    .prepare<[string, string], number>(
      // CROSS JOIN keeps SQLite on the few pending records instead of all of the day's tickets.
      `SELECT count(*) FROM outbox
       CROSS JOIN ticket ON ticket.ticket_id = substr(outbox.aggregate, 1 + length('ticket:'))
       WHERE outbox.state = 'pending' AND outbox.sequence = 1
         AND ticket.queue_id = ? AND ticket.business_date = ?`,
    )
    .pluck();
  const forget = database.prepare<[string]>(
    'UPDATE ticket SET person_key = NULL WHERE business_date < ? AND person_key IS NOT NULL',
  );
  // While a record of the ticket waits for the platform the ticket stays too.
  const remove = database.prepare<[string]>(
    `DELETE FROM ticket WHERE business_date < ? AND NOT EXISTS (
       SELECT 1 FROM outbox WHERE outbox.aggregate = 'ticket:' || ticket.ticket_id)`,
  );
  return {
    insert: (ticket) => void insert.run(rowOf(ticket)),
    byId: (ticketId) => ticketOf(byId.get(ticketId)),
    byRequestKey: (requestKey) => ticketOf(byKey.get(requestKey)),
    ofPerson: (personKey, businessDate) =>
      ofPerson
        .all(personKey, businessDate)
        .map(ticketOf)
        .filter((ticket) => ticket !== undefined),
    unsent: (queueId, businessDate) => unsent.get(queueId, businessDate) ?? 0,
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
  };
}

function ticketOf(row: Row | undefined): Ticket | undefined {
  return (
    row && {
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
      serviceName: localizedTextSchema.parse(JSON.parse(row.service_name)),
      counters: countersSchema.parse(JSON.parse(row.counters)),
      ahead: row.ahead,
    }
  );
}
