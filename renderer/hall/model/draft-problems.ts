import { type Hall, hallSchema } from '#contract/hall.ts';
import type { LocalizedText } from '#contract/scalars.ts';

/** What a form can leave wrong, by the names of the language files. */
export type DraftProblem = {
  readonly code:
    | 'COUNTER_WITHOUT_QUEUE'
    | 'NAME_EMPTY'
    | 'PREFIX_SHAPE'
    | 'MINUTES_WRONG'
    | 'NUMBER_WRONG'
    | 'TIME_WRONG'
    | 'URL_WRONG'
    | 'other';
  /** What it is about as people call it; of hours the weekday's number or the date, of rules their name here. */
  readonly name: string;
};

/** The rules that are numbers: as the language files call them, and as the hall's document does. */
export const ruleNames = {
  ratio: 'prioritiesPerOrdinary',
  ageing: 'ageingMinutes',
  elderly: 'elderlyAge',
  noShow: 'callsBeforeNoShow',
  early: 'earlyMinutes',
  late: 'lateMinutes',
} as const;
export type RuleName = keyof typeof ruleNames;

/** What keeps a draft from being a hall at all; whether its parts fit together the platform says. */
export function draftProblems(hall: Hall): DraftProblem[] {
  const { error } = hallSchema.safeParse(hall);
  const problems = [
    ...(error?.issues ?? []).map(({ path }) => problemAt(hall, path)),
    // The schema allows it: a hall that once had such a counter goes on with it until somebody edits the hall.
    ...hall.counters
      .filter(({ queueIds }) => queueIds.length === 0)
      .map(({ label }): DraftProblem => ({ code: 'COUNTER_WITHOUT_QUEUE', name: label['zh-CN'] })),
  ];
  return problems.filter(
    (each, index) =>
      problems.findIndex((other) => other.code === each.code && other.name === each.name) === index,
  );
}

function problemAt(hall: Hall, path: readonly PropertyKey[]): DraftProblem {
  const [part, at, field] = path;
  const index = typeof at === 'number' ? at : 0;
  const own = (text: LocalizedText | undefined) => nameOf(text, index);
  switch (part) {
    case 'name':
      return { code: 'NAME_EMPTY', name: hall.hallId };
    case 'counters':
      return { code: 'NAME_EMPTY', name: own(hall.counters[index]?.label) };
    case 'queues': {
      const name = own(hall.queues[index]?.name);
      if (field === 'prefix') return { code: 'PREFIX_SHAPE', name };
      return { code: field === 'serviceMinutes' ? 'MINUTES_WRONG' : 'NAME_EMPTY', name };
    }
    case 'services':
      return { code: 'NAME_EMPTY', name: own(hall.services[index]?.name) };
    case 'hours':
      return { code: 'TIME_WRONG', name: dayOf(hall, path) };
    case 'followUpUrl':
      return { code: 'URL_WRONG', name: hall.followUpUrl ?? '' };
    case 'priority':
    case 'checkIn':
    case 'callsBeforeNoShow':
      return { code: 'NUMBER_WRONG', name: ruleNamed(String(path.at(-1))) };
    default:
      return { code: 'other', name: path.map(String).join('.') };
  }
}

function ruleNamed(field: string): string {
  return Object.entries(ruleNames).find(([, each]) => each === field)?.[0] ?? field;
}

/** What it is called in any language; a part without any by its place. */
function nameOf(text: LocalizedText | undefined, index: number): string {
  return text?.['zh-CN'] || text?.en || `#${index + 1}`;
}

/** The weekday's number or the date. */
function dayOf({ hours }: Hall, [, list, at]: readonly PropertyKey[]): string {
  const index = typeof at === 'number' ? at : 0;
  return list === 'weekly'
    ? String(hours?.weekly[index]?.weekday ?? '')
    : (hours?.exceptions[index]?.date ?? '');
}
