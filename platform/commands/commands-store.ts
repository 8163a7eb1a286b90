import type { Command, TicketRefusal } from '#contract/platform/commands.ts';
import type { BusinessDate } from '#domain/time/hall-time.ts';
import type { DatabaseTransaction } from '../database/database.ts';
import { prepared } from '../database/prepared.ts';
import { intakeLock } from '../halls/hall-lock.ts';
import type { TerminalContact } from '../tickets/ticket-place.ts';
import type { NewTicket } from '../tickets/tickets-store.ts';

/**
 * A statement of the intake is planned once a connection, not for each batch: the plan takes longer than what it plans.
 * It is then made early, when the tables of a young platform are small enough to be read whole and sorted, and kept
 * while they grow. All that is looked at here stands in an index, in the order that is asked for.
 */
const PLANNED_ONCE_BY_INDEX = [
  ['plan_cache_mode', 'force_generic_plan'],
  ['enable_seqscan', 'off'],
  ['enable_bitmapscan', 'off'],
  ['enable_sort', 'off'],
]
  .map(([setting, value]) => `set_config('${setting}', '${value}', true)`)
  .join(' || ');

const lock = prepared<TerminalContact & { readonly terminalId: string }>(
  'intake-lock',
  `select terminal_id, clock_offset_ms, contact_since, contact_before, offset_before_ms, last_place,
    ${intakeLock('$1::text')}, ${PLANNED_ONCE_BY_INDEX}
  from terminals where terminal_id = any($2::text[])
  order by terminal_id
  for no key update`,
);

/**
 * One batch of a terminal at a time, over all platform processes, and none while its hall closes or its queues change:
 * what is looked at next stays as it is until the transaction ends. Everybody locks several terminals in the same
 * order, so that none waits for one who waits for him.
 */
export async function lockForBatches(
  transaction: DatabaseTransaction,
  hallId: string,
  terminalIds: readonly string[],
): Promise<Map<string, TerminalContact>> {
  const { rows } = await transaction.executeQuery(lock(hallId, terminalIds));
  return new Map(rows.map((row) => [row.terminalId, row]));
}

export type TakenCommand = Pick<Command, 'key' | 'aggregate' | 'sequence'> & {
  readonly terminalId: string;
  readonly kind: string;
};

/** A ticket on paper that no queue takes. */
export type RefusedTicket = {
  readonly terminalId: string;
  readonly key: string;
  readonly ticketId: string;
  readonly queueId: string;
  readonly businessDate: BusinessDate;
  readonly ticketNumber: number;
  readonly reason: TicketRefusal;
  readonly issuedAt: string;
};

/** What is left behind of what terminals handed in. */
export type Intake = {
  readonly tickets: readonly NewTicket[];
  readonly commands: readonly TakenCommand[];
  readonly refused: readonly RefusedTicket[];
  /** Where the last ticket of each terminal stands that gave one. */
  readonly lastPlaces: readonly { readonly terminalId: string; readonly lastPlace: Date }[];
};

/** Tickets come into the table in their order, which `arrival` keeps. */
const write = prepared<{ readonly tickets: number }>(
  'intake-write',
  `with placed as (
    update terminals set last_place = asked."lastPlace"
    from json_to_recordset($5::json) as asked("terminalId" text, "lastPlace" timestamptz)
    where terminals.terminal_id = asked."terminalId"
  ), taken as (
    insert into commands (hall_id, terminal_id, command_key, aggregate, sequence, kind, taken_at)
    select $1::text, "terminalId", "key", aggregate, sequence, kind, $2::timestamptz
    from json_to_recordset($4::json) as asked(
      "terminalId" text, "key" uuid, aggregate text, sequence integer, kind text
    )
  ), refused as (
    insert into refused_tickets (
      hall_id, terminal_id, command_key, ticket_id, queue_id, business_date, ticket_number, reason, issued_at, refused_at
    )
    select $1::text, "terminalId", "key", "ticketId", "queueId", "businessDate", "ticketNumber", reason, "issuedAt",
      $2::timestamptz
    from json_to_recordset($6::json) as asked(
      "terminalId" text, "key" uuid, "ticketId" text, "queueId" text, "businessDate" date, "ticketNumber" integer,
      reason text, "issuedAt" timestamptz
    )
    on conflict do nothing
  ), issued as (
    insert into tickets (
      hall_id, ticket_id, terminal_id, queue_id, first_queue_id, service_id, business_date, ticket_number, lease_id,
      state, identified, issued_at, taken_at, place, ended_at, priority_class, code_hash, issued_offline,
      appointment_id, ahead, counters_open, foretold_from, foretold_middle, foretold_to, closed_from, given_on
    )
    select $1::text, "ticketId", "terminalId", "queueId", "firstQueueId", "serviceId", "businessDate", "ticketNumber",
      "leaseId", state, identified, "issuedAt", "takenAt", place, "endedAt", "priorityClass",
      decode("codeHash", 'hex'), "issuedOffline", "appointmentId", ahead, "countersOpen", "foretoldFrom",
      "foretoldMiddle", "foretoldTo", "closedFrom", "givenOn"
    from json_to_recordset($3::json) as asked(
      "ticketId" text, "terminalId" text, "queueId" text, "firstQueueId" text, "serviceId" text, "businessDate" date,
      "ticketNumber" integer, "leaseId" uuid, state text, identified boolean, "issuedAt" timestamptz,
      "takenAt" timestamptz, place timestamptz, "endedAt" timestamptz, "priorityClass" text, "codeHash" text,
      "issuedOffline" boolean, "appointmentId" text, ahead integer, "countersOpen" integer, "foretoldFrom" real,
      "foretoldMiddle" real, "foretoldTo" real, "closedFrom" text, "givenOn" date
    )
    on conflict do nothing
    returning 1
  )
  select count(*)::int as tickets from issued`,
);

/**
 * Writes all with one statement. False when a ticket with the number, or with the identity, of one of these is there
 * already: that one was not written, and everything else was.
 */
export async function writeIntake(
  transaction: DatabaseTransaction,
  hallId: string,
  takenAt: Date,
  { tickets, commands, lastPlaces, refused }: Intake,
): Promise<boolean> {
  const values = [tickets, commands, lastPlaces, refused].map((rows) => JSON.stringify(rows));
  const { rows } = await transaction.executeQuery(write(hallId, takenAt, ...values));
  return rows[0]?.tickets === tickets.length;
}
