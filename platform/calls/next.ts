import { err, ok, type Result } from 'neverthrow';
import type { Hall } from '#contract/hall.ts';
import { isOffered, type OfferedQueues, offeredQueues } from '#domain/queue/offered-queues.ts';
import { callOrder, defaultPriorityPolicy, runAfter } from '#domain/queue/priority.ts';
import { applyAction } from '#domain/queue/ticket-state.ts';
import type { Clock, Instant } from '#domain/time/clock.ts';
import { businessDateAt } from '#domain/time/hall-time.ts';
import type { Database, DatabaseTransaction } from '../database/database.ts';
import { Together } from '../database/together.ts';
import { inTransaction } from '../database/transaction.ts';
import type { TicketNow } from '../live/hall-state.ts';
import { findTicketOfAction } from './calls-store.ts';
import { type Asked, type Call, type Outlook, saveCalls, selectHeads, selectOutlook } from './next-store.ts';
import { priorityRunOf } from './priority-run.ts';
import { inTurn, lockQueue } from './queue-lock.ts';
import { rulesOf } from './ticket-rules.ts';

export type NextRefusal = 'COUNTER_CLOSED' | 'COUNTER_BUSY' | 'NOBODY_WAITING' | 'TICKET_STATE';
type Answer = Result<TicketNow, NextRefusal>;

/** So many are called in one go; each of them waits for all. */
const CALLED_TOGETHER = 32;
/** Between the look and the call somebody may give his number back; more often than so, it is something else. */
const TRIES = 5;

const together = new WeakMap<Database, Together<Asked, Answer>>();

/**
 * Calls who is next by the order of the hall. One after another for a hall, over all platform processes, so that no
 * ticket is called twice and every call sees what the calls before it left behind. Those who ask while others are
 * being called are called in one transaction behind them.
 */
export function callNext(
  database: Database,
  clock: Clock,
  hall: Hall,
  asked: { readonly staffId: string; readonly actionKey: string },
): Promise<Answer> {
  const ofDatabase = together.get(database) ?? new Together<Asked, Answer>(CALLED_TOGETHER);
  together.set(database, ofDatabase);
  const { staffId, actionKey } = asked;
  return ofDatabase.add(hall.hallId, { staffId, actionKey }, (group) =>
    inTurn(hall.hallId, () => callGroup(database, clock, hall, group)),
  );
}

async function callGroup(
  database: Database,
  clock: Clock,
  hall: Hall,
  group: readonly Asked[],
): Promise<Answer[]> {
  for (let tries = 1; ; tries += 1) {
    const called = await inTransaction(database, (transaction) =>
      takeFirsts(transaction, hall, group, clock),
    );
    if (called.isOk()) return called.value;
    if (tries === TRIES) throw new Error(called.error);
  }
}

async function takeFirsts(
  transaction: DatabaseTransaction,
  hall: Hall,
  group: readonly Asked[],
  clock: Clock,
): Promise<Result<Answer[], 'TAKEN_MEANWHILE'>> {
  await lockQueue(transaction, hall.hallId);
  const now = clock.now();
  const day = { hallId: hall.hallId, businessDate: businessDateAt(now) };
  const outlook = await selectOutlook(transaction, day, group);
  const asking = group.map((asked, index) => callerOf(hall, outlook, asked, index));
  const offered = asking.flatMap((caller) => (caller.isOk() ? [caller.value.offered] : []));
  const heads = offered.length === 0 ? [] : await selectHeads(transaction, day, offered, offered.length);
  const round = new Round(hall, heads, outlook.priorityRuns, now);
  const answers: Answer[] = [];
  for (const [index, caller] of asking.entries()) {
    const done = outlook.seats[index]?.doneKey;
    if (done === undefined) answers.push(caller.andThen((of) => round.call(of)));
    else answers.push(await ticketOf(transaction, hall.hallId, done));
  }
  const saved = await saveCalls(transaction, day, round.calls, round.runs, new Date(now));
  return saved ? ok(answers) : err('TAKEN_MEANWHILE');
}

async function ticketOf(
  transaction: DatabaseTransaction,
  hallId: string,
  actionKey: string,
): Promise<Answer> {
  const ticket = await findTicketOfAction(transaction, { hallId, actionKey }, ['next']);
  return ticket ? ok(ticket) : err('TICKET_STATE');
}

type Caller = Asked & { readonly counterId: string; readonly offered: OfferedQueues };

function callerOf(hall: Hall, outlook: Outlook, asked: Asked, index: number): Result<Caller, NextRefusal> {
  const seat = outlook.seats[index];
  if (seat?.state !== 'open') return err('COUNTER_CLOSED');
  if (seat.busy) return err('COUNTER_BUSY');
  const offered = offeredQueues(hall.counters, seat.counterId);
  if (!offered) return err('COUNTER_CLOSED');
  // Also in a hall that closed early: it closed all who waited, so that who waits since then stood at a counter.
  return ok({ ...asked, counterId: seat.counterId, offered });
}

/** Calls one after another from what was read at once. */
class Round {
  readonly calls: Call[] = [];
  readonly runs = new Map<string, number>();
  readonly #hall: Hall;
  readonly #now: Instant;
  readonly #knownRuns: Map<string, number>;
  #waiting: readonly TicketNow[];

  constructor(hall: Hall, waiting: readonly TicketNow[], runs: ReadonlyMap<string, number>, now: Instant) {
    this.#hall = hall;
    this.#waiting = waiting;
    this.#knownRuns = new Map(runs);
    this.#now = now;
  }

  call({ staffId, actionKey, counterId, offered }: Caller): Answer {
    const before = this.calls.find((call) => call.actionKey === actionKey);
    if (before) return ok(before.ticket);
    // Two presses of one hand with different keys.
    if (this.calls.some((call) => call.counterId === counterId)) return err('COUNTER_BUSY');
    const mine = this.#waiting.filter(({ queueId }) => isOffered(offered, queueId));
    const run = priorityRunOf(this.#knownRuns, (queueId) => isOffered(offered, queueId));
    const [first] = callOrder(mine, run, this.#hall.priority ?? defaultPriorityPolicy, this.#now);
    if (!first) return err('NOBODY_WAITING');
    const called = applyAction(first.ticket, { kind: 'call', counterId }, { counterId }, rulesOf(this.#hall));
    if (called.isErr()) throw new Error(`a waiting ticket could not be called: ${called.error}`);
    const ticket = { ...first.ticket, ...called.value, calledAt: this.#now, servingSince: null };
    this.#waiting = this.#waiting.filter((each) => each !== first.ticket);
    const { priorityRun } = runAfter(run, first);
    for (const queueId of [...offered.own, ...mine.map((each) => each.queueId)]) {
      this.runs.set(queueId, priorityRun);
      this.#knownRuns.set(queueId, priorityRun);
    }
    this.calls.push({ ticket, counterId, staffId, actionKey });
    return ok(ticket);
  }
}
