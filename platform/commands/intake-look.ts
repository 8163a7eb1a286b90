import type { CompiledQuery } from 'kysely';
import type { Command } from '#contract/platform/commands.ts';
import type { WaitingCounts } from '#domain/queue/people-ahead.ts';
import { priorityClasses } from '#domain/queue/priority.ts';
import type { Instant } from '#domain/time/clock.ts';
import { type BusinessDate, hallInstant } from '#domain/time/hall-time.ts';
import type { DatabaseTransaction } from '../database/database.ts';
import { prepared } from '../database/prepared.ts';
import { UNHEARD_MS } from '../staff/seats.ts';
import type { SigningTerminal } from '../terminals/signature-check.ts';
import type { HoldingLease, IntakeDay } from '../tickets/ticket-intake.ts';

/** What one terminal hands in with one request. */
export type HandIn = { readonly terminal: SigningTerminal; readonly commands: readonly Command[] };

/** A number that a terminal claims, and the queue that its ticket would join. */
export type ClaimedNumber = {
  readonly queueId: string;
  readonly businessDate: BusinessDate;
  readonly number: number;
  readonly joins: string;
};

/** What a terminal has handed in before. */
export type KnownCommands = {
  readonly takenKeys: Set<string>;
  /** Sequence of the last command of each aggregate. */
  readonly lastSequences: Map<string, number>;
};

/** All that has to be known before what terminals hand in is taken. */
export type IntakeLook = {
  /** Of the hall's document as it stands now. */
  readonly hallVersion: number;
  readonly knownOf: (terminalId: string) => KnownCommands;
  /** The lease that holds a number, whichever terminal of the hall it was given to. */
  readonly holderOf: (number: Omit<ClaimedNumber, 'joins'>) => HoldingLease | undefined;
  readonly openCounterIds: ReadonlySet<string>;
  readonly days: ReadonlyMap<BusinessDate, IntakeDay>;
};

/** So many are counted of a queue; who comes behind more is told nothing anyway. */
const COUNTED = 1_000;
const PREFERRED = priorityClasses.filter((each) => each !== 'ordinary');

type Row = {
  readonly hallVersion: number;
  readonly taken: readonly {
    readonly terminalId: string;
    readonly key: string;
    readonly aggregate: string;
    readonly sequence: number;
  }[];
  readonly holders: readonly (Omit<ClaimedNumber, 'joins'> & HoldingLease)[];
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

const counted = (classes: string): string => `(
  select count(*)::int from unnest(${classes}) as of(class) cross join lateral (
    select from tickets
    where hall_id = $1::text and business_date = asked.business_date and queue_id = asked.queue_id
      and priority_class = of.class and state = 'waiting'
    order by place, arrival
    limit ${COUNTED}
  ) as counted
)`;

/**
 * One statement for all: most hand in a single ticket, and what a statement costs is above all the way there and back.
 * Every part of it is answered by an index, and an order with a limit leaves PostgreSQL no other way: on a day that
 * has just begun it knows too little of the tables, and read all commands of the hall to find one. Leases do not
 * overlap: of those that begin at a number or before it, only the last can hold it.
 */
const look = prepared<Row>(
  'intake-look',
  `select
    (select version from halls where hall_id = $1::text) as hall_version,
    (
      select coalesce(json_agg(json_build_object(
        'terminalId', terminal_id, 'key', command_key, 'aggregate', aggregate, 'sequence', sequence
      )), '[]')
      from (
        select found.* from unnest($2::text[], $3::uuid[]) as asked(terminal_id, command_key) cross join lateral (
          select terminal_id, command_key, aggregate, sequence from commands
          where hall_id = $1::text and terminal_id = asked.terminal_id and command_key >= asked.command_key
          order by command_key
          limit 1
        ) as found
        where found.command_key = asked.command_key
        union all
        select last.* from (
          select distinct * from unnest($2::text[], $4::text[]) as each(terminal_id, aggregate)
        ) as asked cross join lateral (
          select terminal_id, command_key, aggregate, sequence from commands
          where hall_id = $1::text and terminal_id = asked.terminal_id and aggregate = asked.aggregate
          order by sequence desc
          limit 1
        ) as last
      ) as known
    ) as taken,
    (
      select coalesce(json_agg(json_build_object(
        'queueId', asked."queueId", 'businessDate', asked."businessDate", 'number', asked.number,
        'leaseId', nearest.lease_id, 'terminalId', nearest.terminal_id
      )), '[]')
      from json_to_recordset($5::json) as asked("queueId" text, "businessDate" date, number integer)
        cross join lateral (
          select lease_id, terminal_id, last_number from leases
          where hall_id = $1::text and queue_id = asked."queueId" and business_date = asked."businessDate"
            and first_number <= asked.number
          order by first_number desc
          limit 1
        ) as nearest
      where nearest.last_number >= asked.number
    ) as holders,
    array(
      select counter_id from counters_now
      where hall_id = $1::text and state = 'open' and since >= $6::timestamptz and heard_at > $9::timestamptz
    ) as open_counter_ids,
    (
      select coalesce(json_agg(json_build_object(
        'businessDate', asked.business_date,
        'closedEarly', exists (
          select 1 from hall_days
          where hall_id = $1::text and business_date = asked.business_date and closed_at is not null
        ),
        'latestTaken', (
          select floor(extract(epoch from max(taken_at)) * 1000) from tickets
          where hall_id = $1::text and business_date = asked.business_date
        )
      )), '[]')
      from unnest($7::date[]) as asked(business_date)
    ) as days,
    (
      select coalesce(json_agg(json_build_object(
        'queueId', asked.queue_id,
        'businessDate', asked.business_date,
        'ordinary', ${counted(`array['ordinary']`)},
        'preferred', ${counted('$8::text[]')}
      )), '[]')
      from (
        select distinct joins as queue_id, "businessDate" as business_date
        from json_to_recordset($5::json) as claimed(joins text, "businessDate" date)
      ) as asked
    ) as waiting`,
);

export function intakeLookQuery(
  hallId: string,
  handIns: readonly HandIn[],
  claimed: readonly ClaimedNumber[],
  today: BusinessDate,
  now: Instant,
): CompiledQuery<Row> {
  const asked = handIns.flatMap(({ terminal: { terminalId }, commands }) =>
    commands.map(({ key, aggregate }) => ({ terminalId, key, aggregate })),
  );
  return look(
    hallId,
    asked.map(({ terminalId }) => terminalId),
    asked.map(({ key }) => key),
    asked.map(({ aggregate }) => aggregate),
    JSON.stringify(claimed),
    new Date(hallInstant(today, 0)),
    [...new Set(claimed.map(({ businessDate }) => businessDate))],
    PREFERRED,
    new Date(now - UNHEARD_MS),
  );
}

export async function lookForIntake(
  transaction: DatabaseTransaction,
  hallId: string,
  handIns: readonly HandIn[],
  claimed: readonly ClaimedNumber[],
  today: BusinessDate,
  now: Instant,
): Promise<IntakeLook> {
  const { rows } = await transaction.executeQuery(intakeLookQuery(hallId, handIns, claimed, today, now));
  const [row] = rows;
  if (!row) throw new Error('a select without a table has one row');
  const known = new Map<string, KnownCommands>();
  const knownOf = (terminalId: string): KnownCommands => {
    const commands = known.get(terminalId) ?? { takenKeys: new Set(), lastSequences: new Map() };
    known.set(terminalId, commands);
    return commands;
  };
  for (const { terminalId, key, aggregate, sequence } of row.taken) {
    const { takenKeys, lastSequences } = knownOf(terminalId);
    takenKeys.add(key);
    lastSequences.set(aggregate, Math.max(sequence, lastSequences.get(aggregate) ?? 0));
  }
  const holders = new Map(row.holders.map((holder) => [nameOf(holder), holder]));
  return {
    hallVersion: row.hallVersion,
    knownOf,
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
