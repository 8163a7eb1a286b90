import { sql } from 'kysely';
import type { Command } from '#contract/platform/commands.ts';
import type { WaitingCounts } from '#domain/queue/people-ahead.ts';
import { priorityClasses } from '#domain/queue/priority.ts';
import type { Instant } from '#domain/time/clock.ts';
import { type BusinessDate, hallInstant } from '#domain/time/hall-time.ts';
import type { DatabaseTransaction } from '../database/database.ts';
import type { SigningTerminal } from '../terminals/signature-check.ts';
import type { IntakeDay } from '../tickets/ticket-intake.ts';

/** A number that a batch claims, and the queue that its ticket would join. */
export type ClaimedNumber = {
  readonly queueId: string;
  readonly businessDate: BusinessDate;
  readonly number: number;
  readonly joins: string;
};

type Holder = { readonly leaseId: string; readonly terminalId: string };

/** All that has to be known before a batch is taken in. */
export type IntakeLook = {
  /** Of the hall's document as it stands now. */
  readonly hallVersion: number;
  /** Keys that were taken before. */
  readonly takenKeys: Set<string>;
  /** Sequence of the last command of each aggregate. */
  readonly lastSequences: Map<string, number>;
  /** The lease that holds a number, whichever terminal of the hall it was given to. */
  readonly holderOf: (number: Omit<ClaimedNumber, 'joins'>) => Holder | undefined;
  readonly openCounterIds: ReadonlySet<string>;
  readonly days: ReadonlyMap<BusinessDate, IntakeDay>;
};

/** So many are counted of a queue; who comes behind more is told nothing anyway. */
const COUNTED = 1_000;
const PREFERRED = priorityClasses.filter((each) => each !== 'ordinary');

type Row = {
  readonly hallVersion: number;
  readonly taken: readonly { readonly key: string; readonly aggregate: string; readonly sequence: number }[];
  readonly holders: readonly (Omit<ClaimedNumber, 'joins'> & Holder)[];
  readonly openCounterIds: readonly string[];
  readonly days: readonly {
    readonly businessDate: BusinessDate;
    readonly closedEarly: boolean;
    readonly latestTaken: Instant | null;
  }[];
  readonly waiting: readonly (WaitingCounts & {
    readonly queueId: string;
    readonly businessDate: BusinessDate;
  })[];
};

/**
 * One statement for a whole batch: most batches are a single ticket, and what a statement costs is above all the way
 * there and back. Every part of it is answered by an index.
 */
export function intakeLookQuery(
  { hallId, terminalId }: SigningTerminal,
  commands: readonly Command[],
  claimed: readonly ClaimedNumber[],
  today: BusinessDate,
) {
  const keys = commands.map(({ key }) => key);
  const aggregates = [...new Set(commands.map(({ aggregate }) => aggregate))];
  const days = [...new Set(claimed.map(({ businessDate }) => businessDate))];
  const counted = (isOfClass: ReturnType<typeof sql>) => sql`(
    select count(*)::int from (
      select 1 from tickets
      where hall_id = ${hallId} and business_date = asked.business_date and state = 'waiting'
        and queue_id = asked.queue_id and ${isOfClass}
      limit ${COUNTED}
    ) as counted
  )`;
  return sql<Row>`
    select
      (select version from halls where hall_id = ${hallId}) as hall_version,
      (
        select coalesce(json_agg(json_build_object(
          'key', command_key, 'aggregate', aggregate, 'sequence', sequence
        )), '[]')
        from (
          select command_key, aggregate, sequence from commands
          where hall_id = ${hallId} and terminal_id = ${terminalId} and command_key = any(${keys}::uuid[])
          union all
          select command_key, aggregate, sequence from commands
          where hall_id = ${hallId} and terminal_id = ${terminalId} and aggregate = any(${aggregates}::text[])
        ) as known
      ) as taken,
      (
        select coalesce(json_agg(json_build_object(
          'queueId', asked."queueId", 'businessDate', asked."businessDate", 'number', asked.number,
          'leaseId', leases.lease_id, 'terminalId', leases.terminal_id
        )), '[]')
        from json_to_recordset(${JSON.stringify(claimed)}::json)
            as asked("queueId" text, "businessDate" date, number integer)
          join leases on leases.hall_id = ${hallId} and leases.queue_id = asked."queueId"
            and leases.business_date = asked."businessDate"
            and leases.first_number <= asked.number and leases.last_number >= asked.number
      ) as holders,
      array(
        select counter_id from counters_now
        where hall_id = ${hallId} and state = 'open' and since >= ${new Date(hallInstant(today, 0))}
      ) as open_counter_ids,
      (
        select coalesce(json_agg(json_build_object(
          'businessDate', asked.business_date,
          'closedEarly', exists (
            select 1 from hall_days
            where hall_id = ${hallId} and business_date = asked.business_date and closed_at is not null
          ),
          'latestTaken', (
            select floor(extract(epoch from max(taken_at)) * 1000) from tickets
            where hall_id = ${hallId} and business_date = asked.business_date
          )
        )), '[]')
        from unnest(${days}::date[]) as asked(business_date)
      ) as days,
      (
        select coalesce(json_agg(json_build_object(
          'queueId', asked.queue_id,
          'businessDate', asked.business_date,
          'ordinary', ${counted(sql`priority_class = 'ordinary'`)},
          'preferred', ${counted(sql`priority_class = any(${PREFERRED})`)}
        )), '[]')
        from (
          select distinct joins as queue_id, "businessDate" as business_date
          from json_to_recordset(${JSON.stringify(claimed)}::json) as claimed(joins text, "businessDate" date)
        ) as asked
      ) as waiting`;
}

export async function lookForIntake(
  transaction: DatabaseTransaction,
  terminal: SigningTerminal,
  commands: readonly Command[],
  claimed: readonly ClaimedNumber[],
  today: BusinessDate,
): Promise<IntakeLook> {
  const { rows } = await intakeLookQuery(terminal, commands, claimed, today).execute(transaction);
  const [row] = rows;
  if (!row) throw new Error('a select without a table has one row');
  const lastSequences = new Map<string, number>();
  for (const { aggregate, sequence } of row.taken) {
    lastSequences.set(aggregate, Math.max(sequence, lastSequences.get(aggregate) ?? 0));
  }
  const holders = new Map(row.holders.map((holder) => [nameOf(holder), holder]));
  return {
    hallVersion: row.hallVersion,
    takenKeys: new Set(row.taken.map(({ key }) => key)),
    lastSequences,
    holderOf: (number) => holders.get(nameOf(number)),
    openCounterIds: new Set(row.openCounterIds),
    days: new Map(row.days.map((day) => [day.businessDate, dayOf(row, day)])),
  };
}

function dayOf(row: Row, { businessDate, closedEarly, latestTaken }: Row['days'][number]): IntakeDay {
  const waiting = row.waiting.filter((counts) => counts.businessDate === businessDate);
  return {
    closedEarly,
    latestTaken: latestTaken ?? undefined,
    waiting: new Map(waiting.map(({ queueId, ordinary, preferred }) => [queueId, { ordinary, preferred }])),
    countedAll: waiting.every(({ ordinary, preferred }) => ordinary < COUNTED && preferred < COUNTED),
  };
}

/** What a number is called within a hall, whatever a queue's name is made of. */
function nameOf({ queueId, businessDate, number }: Omit<ClaimedNumber, 'joins'>): string {
  return `${businessDate} ${number} ${queueId}`;
}
