import { type OpenSpan, spansOf } from '#domain/hall-hours/opening-hours.ts';
import { figuresOf, noOutcomes, withOutcome } from '#domain/queue/wait-accuracy.ts';
import {
  emptyForecast,
  forecast,
  learn,
  type WaitExpected,
  type WaitForecast,
} from '#domain/queue/wait-forecast.ts';
import { businessDateAt } from '#domain/time/hall-time.ts';
import { queues } from './hall-plan.ts';
import type { SimulatedTicket } from './simulated-hall.ts';

/** Foretells a wait on arrival; hears of each call and of each end at the counter when it happens, never before. */
export type Predictor = {
  readonly arrived: (ticket: Arrived) => WaitExpected;
  readonly called: (ticket: SimulatedTicket) => void;
  readonly finished: (ticket: SimulatedTicket) => void;
};

/** What is known of a ticket when it is taken. */
export type Arrived = Pick<SimulatedTicket, 'queueId' | 'arrivedAt' | 'ahead' | 'countersOnArrival'>;

const MINUTE_MS = 60_000;

function openTimesOn(queueId: string, at: number): OpenSpan[] {
  const hours = queues.find((queue) => queue.queueId === queueId)?.hours;
  return hours ? spansOf(hours, businessDateAt(at)) : [];
}

const exactly = (minutes: number): WaitExpected => ({
  fromMinutes: minutes,
  middleMinutes: minutes,
  toMinutes: minutes,
});

/** A mean that starts as what the administrator has entered. */
function runningMeans() {
  const sums = new Map(queues.map(({ queueId }) => [queueId, { count: 0, sum: 0 }]));
  return {
    of: (queueId: string): number => {
      const { count, sum } = sums.get(queueId) ?? { count: 0, sum: 0 };
      if (count > 0) return sum / count;
      return queues.find((queue) => queue.queueId === queueId)?.configuredMinutes ?? 0;
    },
    add: (queueId: string, value: number) => {
      const { count, sum } = sums.get(queueId) ?? { count: 0, sum: 0 };
      sums.set(queueId, { count: count + 1, sum: sum + value });
    },
  };
}

/** The mean wait in this queue so far. */
export function constantAverage(): Predictor {
  const waits = runningMeans();
  return {
    arrived: ({ queueId }) => exactly(waits.of(queueId)),
    called: ({ queueId, arrivedAt, calledAt }) => waits.add(queueId, (calledAt - arrivedAt) / MINUTE_MS),
    finished: () => {},
  };
}

/** People ahead × mean time at the counter so far, shared among the open counters and put off by closing if so wished. */
export function aheadTimesService(how: { readonly shared: boolean; readonly hours: boolean }): Predictor {
  const services = runningMeans();
  return {
    arrived: ({ queueId, arrivedAt, ahead, countersOnArrival }) => {
      const counters = how.shared ? Math.max(1, countersOnArrival) : 1;
      const minutes = (ahead * services.of(queueId)) / counters;
      return exactly(how.hours ? throughHours(queueId, arrivedAt, minutes) : minutes);
    },
    called: () => {},
    finished: ({ queueId, calledAt, finishedAt, noShow }) => {
      if (!noShow) services.add(queueId, (finishedAt - calledAt) / MINUTE_MS);
    },
  };
}

/** Minutes by the clock until so many minutes of opening have passed; after closing, the rest goes on. */
function throughHours(queueId: string, at: number, minutes: number): number {
  let left = minutes * MINUTE_MS;
  let now = at;
  for (const { from, to } of openTimesOn(queueId, at)) {
    if (now >= to) continue;
    now = Math.max(now, from);
    if (now + left <= to) return (now + left - at) / MINUTE_MS;
    left -= to - now;
    now = to;
  }
  return (now + left - at) / MINUTE_MS;
}

export function learnedForecast(): Predictor & { readonly models: ReadonlyMap<string, WaitForecast> } {
  const models = new Map(
    queues.map(({ queueId, configuredMinutes }) => [
      queueId,
      emptyForecast({ serviceMinutes: configuredMinutes }),
    ]),
  );
  const modelOf = (queueId: string) => models.get(queueId) ?? emptyForecast({ serviceMinutes: 10 });
  return {
    models,
    arrived: ({ queueId, arrivedAt, ahead, countersOnArrival }) =>
      forecast(modelOf(queueId), {
        at: arrivedAt,
        ahead,
        countersOpen: countersOnArrival,
        openTimes: openTimesOn(queueId, arrivedAt),
      }),
    called: (ticket) => {
      models.set(
        ticket.queueId,
        learn(modelOf(ticket.queueId), {
          arrivedAt: ticket.arrivedAt,
          calledAt: ticket.calledAt,
          ahead: ticket.ahead,
          countersOpen: ticket.countersOnArrival,
          countersAtCall: ticket.countersAtCall,
          openTimes: openTimesOn(ticket.queueId, ticket.calledAt),
        }),
      );
    },
    finished: () => {},
  };
}

type Moment = {
  readonly at: number;
  readonly kind: 'finished' | 'called' | 'arrived';
  readonly ticket: SimulatedTicket;
};
const ORDER = { finished: 0, arrived: 1, called: 2 };

export type Outcome = {
  readonly ticket: SimulatedTicket;
  readonly expected: WaitExpected;
  readonly waitedMinutes: number;
};

/** Lets time pass over the tickets: each wait is foretold with nothing known but what has happened before. */
export function replay(tickets: readonly SimulatedTicket[], predictor: Predictor): Outcome[] {
  const moments = tickets
    .flatMap((ticket): Moment[] => [
      { at: ticket.arrivedAt, kind: 'arrived', ticket },
      { at: ticket.calledAt, kind: 'called', ticket },
      { at: ticket.finishedAt, kind: 'finished', ticket },
    ])
    .toSorted((one, other) => one.at - other.at || ORDER[one.kind] - ORDER[other.kind]);
  const outcomes: Outcome[] = [];
  for (const { kind, ticket } of moments) {
    if (kind === 'called') predictor.called(ticket);
    else if (kind === 'finished') predictor.finished(ticket);
    else {
      const { queueId, arrivedAt, ahead, countersOnArrival } = ticket;
      const expected = predictor.arrived({ queueId, arrivedAt, ahead, countersOnArrival });
      outcomes.push({ ticket, expected, waitedMinutes: (ticket.calledAt - arrivedAt) / MINUTE_MS });
    }
  }
  return outcomes;
}

export function accuracyOf(outcomes: readonly Outcome[]) {
  return figuresOf(
    outcomes.reduce(
      (added, { expected, waitedMinutes }) => withOutcome(added, expected, waitedMinutes),
      noOutcomes,
    ),
  );
}
