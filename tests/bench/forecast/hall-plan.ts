import type { HallHours } from '#domain/hall-hours/opening-hours.ts';

/** Minutes after midnight. */
export type Span = readonly [from: number, to: number];

export type QueuePlan = {
  readonly queueId: string;
  readonly hours: HallHours;
  /** What the administrator has entered: right about the order of size, not more. */
  readonly configuredMinutes: number;
  /** Real time at the counter by a clerk of ordinary speed. */
  readonly service: {
    readonly law: 'gamma' | 'logNormal';
    readonly mean: number;
    readonly variation: number;
  };
  /** On an ordinary Wednesday. */
  readonly arrivalsPerDay: number;
};

export type CounterPlan = {
  readonly queueIds: readonly string[];
  readonly shifts: readonly Span[];
};

const at = (hour: number, minute = 0): number => hour * 60 + minute;

const CLOSED_AT_NOON: readonly Span[] = [
  [at(8, 30), at(12)],
  [at(13, 30), at(17)],
];
/** Who serves through noon eats in two turns. */
const EARLY_LUNCH: readonly Span[] = [
  [at(8, 30), at(11, 30)],
  [at(12, 30), at(17)],
];
const LATE_LUNCH: readonly Span[] = [
  [at(8, 30), at(12, 30)],
  [at(13, 30), at(17)],
];
const ONLY_MORNING: readonly Span[] = [[at(9), at(12)]];

/** When tickets are given. */
export const DOOR: Span = [at(8, 20), at(16, 45)];

const workingDays = [1, 2, 3, 4, 5];

/** What the platform knows of the hours: when each queue is called at all, not who is there. */
const throughNoon: HallHours = {
  weekly: workingDays.map((weekday) => ({ weekday, from: '08:30', to: '17:00', kind: 'regular' })),
  exceptions: [],
};
const closedAtNoon: HallHours = {
  weekly: workingDays.flatMap((weekday) => [
    { weekday, from: '08:30', to: '12:00', kind: 'regular' },
    { weekday, from: '13:30', to: '17:00', kind: 'regular' },
  ]),
  exceptions: [],
};

export const queues: readonly QueuePlan[] = [
  {
    queueId: 'general',
    hours: throughNoon,
    configuredMinutes: 8,
    service: { law: 'gamma', mean: 7, variation: 0.7 },
    arrivalsPerDay: 175,
  },
  {
    queueId: 'one-visit',
    hours: throughNoon,
    configuredMinutes: 15,
    service: { law: 'logNormal', mean: 17, variation: 0.8 },
    arrivalsPerDay: 48,
  },
  {
    queueId: 'insurance',
    hours: throughNoon,
    configuredMinutes: 5,
    service: { law: 'gamma', mean: 5.5, variation: 0.6 },
    arrivalsPerDay: 190,
  },
  {
    queueId: 'police',
    hours: closedAtNoon,
    configuredMinutes: 10,
    service: { law: 'logNormal', mean: 8.5, variation: 0.7 },
    arrivalsPerDay: 95,
  },
  {
    queueId: 'slow',
    hours: closedAtNoon,
    configuredMinutes: 30,
    service: { law: 'logNormal', mean: 24, variation: 0.7 },
    arrivalsPerDay: 20,
  },
];

const both = ['general', 'one-visit'];

export const counters: readonly CounterPlan[] = [
  { queueIds: both, shifts: EARLY_LUNCH },
  { queueIds: both, shifts: EARLY_LUNCH },
  { queueIds: both, shifts: EARLY_LUNCH },
  { queueIds: both, shifts: LATE_LUNCH },
  { queueIds: both, shifts: LATE_LUNCH },
  { queueIds: ['general'], shifts: LATE_LUNCH },
  { queueIds: ['general'], shifts: ONLY_MORNING },
  { queueIds: ['insurance'], shifts: EARLY_LUNCH },
  { queueIds: ['insurance'], shifts: EARLY_LUNCH },
  { queueIds: ['insurance'], shifts: LATE_LUNCH },
  { queueIds: ['insurance'], shifts: ONLY_MORNING },
  { queueIds: ['police'], shifts: CLOSED_AT_NOON },
  { queueIds: ['police'], shifts: CLOSED_AT_NOON },
  { queueIds: ['police'], shifts: CLOSED_AT_NOON },
  { queueIds: ['slow'], shifts: CLOSED_AT_NOON },
  { queueIds: ['slow'], shifts: CLOSED_AT_NOON },
];

/** Share of a day's arrivals in each half hour from the door on: a peak, a dip at noon, a lower peak. */
export const arrivalShape: readonly number[] = [7, 9, 10, 10, 9, 7, 5, 3, 2, 2, 4, 7, 8, 7, 5, 3, 2];

/** Monday to Friday. */
export const weekdayLoad: readonly number[] = [1.25, 1.02, 1, 0.95, 0.88];
