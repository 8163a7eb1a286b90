import type { BoardCall, BoardView } from '#contract/desk/board.ts';
import type { Counter } from '#contract/hall.ts';
import { heardAlike } from '#domain/board/counter-sign.ts';
import { closesAt, nextOpening, type OpenSpan, openSpanAt } from '#domain/hall-hours/opening-hours.ts';
import { shownWait } from '#domain/queue/wait-display.ts';
import type { Instant } from '#domain/time/clock.ts';
import { addDays, hallInstant } from '#domain/time/hall-time.ts';
import { type Forecasts, foretell } from '../forecast/forecast.ts';
import { openCounters } from '../forecast/open-counters.ts';
import { type HallNames, hallNames } from '../live/hall-names.ts';
import type { HallState } from '../live/hall-state.ts';

const RECENT_SHOWN = 12;

/** What hangs on the wall: numbers, counters and times; nothing in it says who anybody is. */
export function boardView(state: HallState, forecasts: Forecasts): BoardView {
  const names = hallNames(state.hall, state.former);
  return {
    at: iso(state.at),
    hallName: state.hall.name,
    current: currentCalls(state, names),
    recent: recentCalls(state, names),
    queues: queuesOf(state, forecasts),
    ...doors(state),
    closedEarly: state.closed && { reason: state.closed.reason, gaveTimes: state.closed.gaveTimes },
  };
}

function currentCalls(state: HallState, names: HallNames): BoardView['current'] {
  return state.tickets
    .flatMap((ticket) => {
      const { ticketId, state: stands, counterId, calledAt } = ticket;
      if ((stands !== 'called' && stands !== 'serving') || counterId === null || calledAt === null) return [];
      return [{ ...callOf(state, ticketId, names.label(ticket), counterId, calledAt), state: stands }];
    })
    .sort(newestFirst);
}

/** Each ticket once, by its last call. */
function recentCalls(state: HallState, names: HallNames): BoardCall[] {
  const last = new Map<string, BoardCall>();
  for (const call of state.calls) {
    const { ticketId, counterId, calledAt } = call;
    if (last.has(ticketId)) continue;
    last.set(ticketId, callOf(state, ticketId, names.label(call), counterId, calledAt));
    if (last.size === RECENT_SHOWN) break;
  }
  return [...last.values()];
}

/** The same call is named the same wherever it stands, and another one of the same ticket is another. */
function callOf(
  { hall }: HallState,
  ticketId: string,
  label: string,
  counterId: string,
  calledAt: Instant,
): BoardCall {
  const counter = hall.counters.find((each) => each.counterId === counterId);
  return {
    callId: `${ticketId}.${calledAt}`,
    label,
    counterLabel: counter?.label ?? { 'zh-CN': counterId },
    ...(counter && alikeIn(hall).has(counter) && { heardAlike: true }),
    calledAt: iso(calledAt),
  };
}

const alike = new WeakMap<HallState['hall'], ReadonlySet<Counter>>();

/** A hall's signs change with its versions alone, and its board is made anew with every call. */
function alikeIn(hall: HallState['hall']): ReadonlySet<Counter> {
  const known = alike.get(hall);
  if (known) return known;
  const heard = heardAlike(hall.counters.map(({ label }) => label['zh-CN']));
  const found = new Set(hall.counters.filter((_, at) => heard[at]));
  alike.set(hall, found);
  return found;
}

function newestFirst(one: BoardCall, other: BoardCall): number {
  return Date.parse(other.calledAt) - Date.parse(one.calledAt);
}

function queuesOf(state: HallState, forecasts: Forecasts): BoardView['queues'] {
  const { hall, former, at } = state;
  const waiting = new Map<string, number>();
  for (const ticket of state.tickets) {
    if (ticket.state === 'waiting') waiting.set(ticket.queueId, (waiting.get(ticket.queueId) ?? 0) + 1);
  }
  const openCounterIds = openCounters(state.seats, at);
  const stillWaitedFor = former.queues.filter(({ queueId }) => waiting.has(queueId));
  return [...hall.queues, ...stillWaitedFor].map(({ queueId, prefix, name }) => {
    const ahead = waiting.get(queueId) ?? 0;
    const expected = state.closed
      ? undefined
      : foretell(hall, forecasts, { queueId, at, ahead, openCounterIds });
    const shown = expected ? shownWait(expected) : NOT_KNOWN;
    return {
      queueId,
      prefix,
      name,
      waiting: ahead,
      fromMinutes: shown.fromMinutes,
      toMinutes: shown.toMinutes,
    };
  });
}

const NOT_KNOWN = { fromMinutes: null, toMinutes: null };

type Doors = Pick<BoardView, 'open' | 'closesAt' | 'opensAt' | 'byAppointment'>;

function doors({ hall: { hours }, at, businessDate, closed }: HallState): Doors {
  if (closed) {
    const tomorrow = hallInstant(addDays(businessDate, 1), 0);
    return opensWith(hours && nextOpening(hours, tomorrow - 1));
  }
  if (!hours) return { open: true, closesAt: null, opensAt: null, byAppointment: null };
  const open = openSpanAt(hours, at);
  if (!open) return opensWith(nextOpening(hours, at));
  return {
    open: true,
    closesAt: isoOrNull(closesAt(hours, at)),
    opensAt: null,
    byAppointment: byAppointment(open),
  };
}

function opensWith(span: OpenSpan | undefined): Doors {
  return {
    open: false,
    closesAt: null,
    opensAt: isoOrNull(span?.from),
    byAppointment: span ? byAppointment(span) : null,
  };
}

function byAppointment({ kind, from, to }: OpenSpan): BoardView['byAppointment'] {
  return kind === 'by-appointment' ? { from: iso(from), to: iso(to) } : null;
}

function iso(instant: Instant): string {
  return new Date(instant).toISOString();
}

function isoOrNull(instant: Instant | undefined): string | null {
  return instant === undefined ? null : iso(instant);
}
