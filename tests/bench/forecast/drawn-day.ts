import {
  arrivalShape,
  type CounterPlan,
  counters,
  DOOR,
  type QueuePlan,
  queues,
  type Span,
} from './hall-plan.ts';
import type { Random } from './random.ts';

/** What chance decides before the doors open: who comes when, which clerks are there, when they rest. */
export type DrawnDay = {
  readonly arrivals: readonly Arrival[];
  readonly counters: readonly StaffedCounter[];
  /** On some days a network of the province is slow for an hour or two. */
  readonly slowdown: { readonly span: Span; readonly factor: number } | undefined;
};

export type Arrival = { readonly plan: QueuePlan; readonly at: number; readonly elderly: boolean };

export type StaffedCounter = {
  readonly plan: CounterPlan;
  readonly clerk: Clerk;
  readonly shifts: readonly Span[];
  /** When they are due; a clerk finishes with the person before. */
  readonly breaks: readonly Span[];
};

/** Times the ordinary time at the counter. */
export type Clerk = { readonly pace: number };

const SLOT_MINUTES = 30;

/** Every tenth clerk is much slower than the others. */
export function drawClerk(random: Random): Clerk {
  return { pace: random.logNormal(1, 0.12) * (random.chance(0.1) ? 1.5 : 1) };
}

export function drawDay(random: Random, load: number, clerks: readonly Clerk[]): DrawnDay {
  return {
    arrivals: drawArrivals(random.fork(), load),
    counters: drawCounters(random.fork(), clerks),
    slowdown: drawSlowdown(random.fork()),
  };
}

function drawArrivals(random: Random, load: number): Arrival[] {
  const whole = arrivalShape.reduce((sum, share) => sum + share, 0);
  return queues
    .flatMap((plan) => {
      // Days differ more than chance alone would have it: weather, deadlines, a notice in a group chat.
      const expected = plan.arrivalsPerDay * load * random.gamma(1, 0.15);
      return arrivalShape.flatMap((share, slot) => {
        const gap = SLOT_MINUTES / ((expected * share) / whole);
        const arrivals: Arrival[] = [];
        for (let at = random.exponential(gap); at < SLOT_MINUTES; at += random.exponential(gap)) {
          arrivals.push({ plan, at: DOOR[0] + slot * SLOT_MINUTES + at, elderly: random.chance(0.12) });
        }
        return arrivals;
      });
    })
    .filter(({ at }) => at < DOOR[1])
    .toSorted((one, other) => one.at - other.at);
}

function drawCounters(random: Random, clerks: readonly Clerk[]): StaffedCounter[] {
  const missing = new Set<string | undefined>();
  return counters.flatMap((plan, index): StaffedCounter[] => {
    const ill = random.chance(0.07);
    const substitute = random.chance(0.4);
    const late = random.chance(0.15) ? random.between(5, 40) : 0;
    const breaks = plan.shifts.flatMap(([from, to]): Span[] => {
      const start = random.between(from + 45, to - 30);
      return random.chance(0.8) ? [[start, start + random.between(6, 18)]] : [];
    });
    // The hall finds somebody before two counters of a queue stay empty.
    if (ill && !substitute && !missing.has(plan.queueIds[0])) {
      missing.add(plan.queueIds[0]);
      return [];
    }
    const own = clerks[index]?.pace ?? 1;
    const clerk = { pace: ill ? own * 1.2 : own };
    const shifts = plan.shifts.map(([from, to], turn): Span => [turn === 0 ? from + late : from, to]);
    return [{ plan, clerk, shifts, breaks }];
  });
}

function drawSlowdown(random: Random): DrawnDay['slowdown'] {
  const from = random.between(9 * 60, 15 * 60);
  const factor = random.between(1.5, 2.2);
  const length = random.between(45, 120);
  return random.chance(0.12) ? { span: [from, from + length], factor } : undefined;
}
