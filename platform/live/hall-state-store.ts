import { sql } from 'kysely';
import type { MergeableState } from '#domain/queue/ticket-state.ts';
import type { Instant } from '#domain/time/clock.ts';
import { type BusinessDate, hallInstant } from '#domain/time/hall-time.ts';
import type { Database } from '../database/database.ts';
import { stillSits } from '../staff/seats.ts';
import type { CallOfDay, CounterSeat, HallState, HelpNow, TicketNow } from './hall-state.ts';

type HallDay = { readonly hallId: string; readonly businessDate: BusinessDate };

/** Enough for a board that shows the last twelve tickets, several of them called three times. */
const CALLS_SHOWN = 48;

export async function selectHallDay(
  database: Database,
  { hallId, businessDate }: HallDay,
): Promise<Pick<HallState, 'hall' | 'closed' | 'reopenedAt'>> {
  const row = await database
    .selectFrom('halls')
    .leftJoin('hallDays', (join) =>
      join.onRef('hallDays.hallId', '=', 'halls.hallId').on('hallDays.businessDate', '=', businessDate),
    )
    .select(['halls.document', 'hallDays.closedAt', 'hallDays.closedReason', 'hallDays.reopenedAt'])
    .select((is) =>
      is
        .exists(
          is
            .selectFrom('appointments')
            .select(is.val(1).as('one'))
            // Of a day that stands open nothing is looked for.
            .where('hallDays.closedAt', 'is not', null)
            .whereRef('appointments.hallId', '=', 'halls.hallId')
            .where('appointments.businessDate', '>', businessDate)
            .where('appointments.insteadOf', 'is not', null)
            .whereRef('appointments.bookedAt', '>=', 'hallDays.closedAt'),
        )
        .as('gaveTimes'),
    )
    .where('halls.hallId', '=', hallId)
    .executeTakeFirstOrThrow();
  const closed = row.closedAt && {
    at: row.closedAt.getTime(),
    reason: row.closedReason ?? '',
    gaveTimes: row.gaveTimes === true,
  };
  return { hall: row.document, closed, reopenedAt: row.reopenedAt?.getTime() ?? null };
}

export const TICKET_COLUMNS = [
  'ticketId',
  'businessDate',
  'ticketNumber',
  'state',
  'queueId',
  'firstQueueId',
  'serviceId',
  'priorityClass',
  'counterId',
  'calls',
  'place',
  'arrival',
  'calledAt',
  'servingSince',
  'identified',
  'mergedInto',
  'mergedFrom',
] as const;

export type TicketRow = Omit<
  TicketNow,
  'place' | 'tie' | 'number' | 'calledAt' | 'servingSince' | 'merged'
> & {
  readonly ticketNumber: number;
  readonly place: Date;
  readonly arrival: string;
  readonly calledAt: Date | null;
  readonly servingSince: Date | null;
  readonly mergedInto: string | null;
  readonly mergedFrom: MergeableState | null;
};

export function ticketNow(row: TicketRow): TicketNow {
  const { ticketNumber, place, arrival, calledAt, servingSince, mergedInto, mergedFrom, ...same } = row;
  return {
    ...same,
    number: ticketNumber,
    place: place.getTime(),
    tie: Number(arrival),
    calledAt: calledAt?.getTime() ?? null,
    servingSince: servingSince?.getTime() ?? null,
    merged: mergedInto === null || mergedFrom === null ? null : { into: mergedInto, from: mergedFrom },
  };
}

/**
 * Partial indexes: a day of ten thousand tickets is not read for the few that wait. Named and counted by PostgreSQL
 * as they are used here: to turn ten thousand rows over took longer than to read them.
 */
export async function selectTicketsNow(
  database: Database,
  { hallId, businessDate }: HallDay,
): Promise<TicketNow[]> {
  const columns = sql`ticket_id as "ticketId", business_date as "businessDate", ticket_number as number, state,
    queue_id as "queueId", first_queue_id as "firstQueueId", service_id as "serviceId",
    priority_class as "priorityClass", counter_id as "counterId", calls, identified,
    (extract(epoch from place) * 1000)::float8 as place, arrival::float8 as tie,
    (extract(epoch from called_at) * 1000)::float8 as "calledAt",
    (extract(epoch from serving_since) * 1000)::float8 as "servingSince",
    case when state = 'merged' then json_build_object('into', merged_into, 'from', merged_from) end as merged`;
  const ofDay = sql`hall_id = ${hallId} and business_date = ${businessDate}`;
  const { rows } = await sql<TicketNow>`
    select ${columns} from tickets where ${ofDay} and state = 'waiting'
    union all
    select ${columns} from tickets where ${ofDay} and state in ('called', 'serving', 'held', 'no-show')
    union all
    select ${columns} from tickets where ${ofDay} and state = 'merged'
    union all
    select ${columns} from tickets
    where hall_id = ${hallId} and business_date < ${businessDate} and state = 'serving'
    order by place, tie
  `.execute(database.withoutPlugins());
  return rows;
}

/** Whose session has ended sits nowhere any more. */
export async function selectCountersNow(
  database: Database,
  { hallId }: HallDay,
  at: Instant,
): Promise<CounterSeat[]> {
  const rows = await database
    .selectFrom('countersNow')
    .innerJoin('staff', (join) =>
      join
        .onRef('staff.hallId', '=', 'countersNow.hallId')
        .onRef('staff.staffId', '=', 'countersNow.staffId'),
    )
    .select([
      'countersNow.counterId',
      'countersNow.staffId',
      'staff.name as staffName',
      'countersNow.state',
      'countersNow.heardAt',
    ])
    .where('countersNow.hallId', '=', hallId)
    .where(stillSits('countersNow', at))
    .where((expressions) =>
      expressions.exists(
        expressions
          .selectFrom('staffSessions')
          .select(sql`1`.as('one'))
          .whereRef('staffSessions.hallId', '=', 'countersNow.hallId')
          .whereRef('staffSessions.staffId', '=', 'countersNow.staffId')
          .where('staffSessions.expiresAt', '>', new Date(at)),
      ),
    )
    .execute();
  return rows.map(({ heardAt, ...seat }) => ({ ...seat, heardAt: heardAt.getTime() }));
}

export async function selectSessions(
  database: Database,
  { hallId }: HallDay,
  at: Instant,
): Promise<Set<string>> {
  const rows = await database
    .selectFrom('staffSessions')
    .innerJoin('staff', (join) =>
      join
        .onRef('staff.hallId', '=', 'staffSessions.hallId')
        .onRef('staff.staffId', '=', 'staffSessions.staffId'),
    )
    .select('tokenHash')
    .where('staffSessions.hallId', '=', hallId)
    .where('expiresAt', '>', new Date(at))
    .where('disabledAt', 'is', null)
    .execute();
  return new Set(rows.map(({ tokenHash }) => tokenHash.toString('hex')));
}

export async function selectPriorityRuns(
  database: Database,
  { hallId, businessDate }: HallDay,
): Promise<Map<string, number>> {
  const rows = await database
    .selectFrom('priorityRuns')
    .select(['queueId', 'run'])
    .where('hallId', '=', hallId)
    .where('businessDate', '=', businessDate)
    .execute();
  return new Map(rows.map(({ queueId, run }) => [queueId, run]));
}

export async function selectHelpCalls(
  database: Database,
  { hallId, businessDate }: HallDay,
): Promise<HelpNow[]> {
  const rows = await database
    .selectFrom('helpCalls')
    .innerJoin('terminals', 'terminals.terminalId', 'helpCalls.terminalId')
    .leftJoin('staff', (join) =>
      join.onRef('staff.hallId', '=', 'helpCalls.hallId').onRef('staff.staffId', '=', 'helpCalls.answeredBy'),
    )
    .select(['helpId', 'terminalLabel', 'screen', 'calledAt', 'staff.name as answeredBy'])
    .where('helpCalls.hallId', '=', hallId)
    .where('endedAt', 'is', null)
    .where('calledAt', '>=', new Date(hallInstant(businessDate, 0)))
    .orderBy('calledAt')
    .execute();
  return rows.map((row) => ({ ...row, calledAt: row.calledAt.getTime() }));
}

/** Reads today's part of an index, newest first: the history of calls grows for years. */
export function callsOfDayQuery(database: Database, { hallId, businessDate }: HallDay) {
  return database
    .selectFrom('ticketEvents')
    .innerJoin('tickets', (join) =>
      join
        .onRef('tickets.hallId', '=', 'ticketEvents.hallId')
        .onRef('tickets.ticketId', '=', 'ticketEvents.ticketId'),
    )
    .select([
      'eventNumber',
      'ticketEvents.ticketId',
      'tickets.firstQueueId',
      'tickets.ticketNumber',
      'ticketEvents.counterId',
      'ticketEvents.at',
    ])
    .where('ticketEvents.hallId', '=', hallId)
    .where('ticketEvents.kind', 'in', ['call', 'recall', 'resume'])
    .where('ticketEvents.at', '>=', new Date(hallInstant(businessDate, 0)))
    .orderBy('ticketEvents.at', 'desc')
    .orderBy('eventNumber', 'desc')
    .limit(CALLS_SHOWN);
}

export async function selectCallsOfDay(database: Database, day: HallDay): Promise<CallOfDay[]> {
  const rows = await callsOfDayQuery(database, day).execute();
  return rows.map(({ eventNumber, ticketId, firstQueueId, ticketNumber, counterId, at }) => ({
    callId: eventNumber,
    ticketId,
    firstQueueId,
    number: ticketNumber,
    counterId: counterId ?? '',
    calledAt: at.getTime(),
  }));
}
