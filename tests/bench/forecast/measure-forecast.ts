import { shownWait } from '#domain/queue/wait-display.ts';
import type { Measurement } from '../table.ts';
import {
  accuracyOf,
  aheadTimesService,
  constantAverage,
  learnedForecast,
  type Outcome,
  type Predictor,
  replay,
} from './replay.ts';
import { type SimulatedTicket, simulateMonth } from './simulated-hall.ts';

/** The constants of the forecast were chosen on months 101 to 106; none of these was looked at for that. */
const MONTHS = [1, 2, 3, 4, 5];
const ERROR_GOAL = 0.8;
const COVERAGE_GOAL = [75, 85] as const;

/** What halls publish today, each as strong as it can be without learning; the best one of a month is the one to beat. */
const baselines: Readonly<Record<string, () => Predictor>> = {
  'constant average': constantAverage,
  'ahead × service': () => aheadTimesService({ shared: false, hours: false }),
  'ahead × service ÷ counters': () => aheadTimesService({ shared: true, hours: false }),
  'the same through opening hours': () => aheadTimesService({ shared: true, hours: true }),
};

/** Mean errors of foretold waits over simulated months of a hall, against four ways without learning. */
export function measureForecast(): Measurement[] {
  return MONTHS.flatMap((seed) => measureMonth(seed, simulateMonth(seed)));
}

function measureMonth(seed: number, tickets: readonly SimulatedTicket[]): Measurement[] {
  const outcomes = replay(tickets, learnedForecast());
  const told = outcomes.map(
    (outcome): Outcome => ({
      ...outcome,
      expected: { ...outcome.expected, ...shownWait(outcome.expected) },
    }),
  );
  const error = figuresOf(outcomes).meanErrorMinutes;
  const others = Object.entries(baselines)
    .map(([name, make]) => ({ name, error: figuresOf(replay(tickets, make())).meanErrorMinutes }))
    .toSorted((one, other) => one.error - other.error);
  const month = `month ${seed}`;
  const coverage = figuresOf(outcomes).shareInRange * 100;
  const [least, most] = COVERAGE_GOAL;
  return [
    ...others.map(
      (other, rank): Measurement => ({
        what: `wait foretold, ${month}, ${tickets.length} tickets: mean error`,
        samples: [error],
        unit: 'min',
        against: { what: other.name, samples: [other.error] },
        ...(rank === 0 && {
          goal: { text: `≤ ${ERROR_GOAL} × the best`, met: error <= ERROR_GOAL * other.error },
        }),
      }),
    ),
    {
      what: `wait foretold, ${month}: in the 80 % range`,
      samples: [coverage],
      unit: '%',
      goal: { text: `${least}–${most} %`, met: least <= coverage && coverage <= most },
    },
    {
      what: `wait foretold, ${month}: in the range as told, rounded`,
      samples: [figuresOf(told).shareInRange * 100],
      unit: '%',
    },
  ];
}

function figuresOf(outcomes: readonly Outcome[]) {
  const figures = accuracyOf(outcomes);
  if (!figures) throw new Error('A month without tickets measures nothing');
  return figures;
}
