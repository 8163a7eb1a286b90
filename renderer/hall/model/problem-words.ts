import { useTranslation } from 'react-i18next';
import type { PublishProblem } from '#contract/desk/failures.ts';
import type { Hall } from '#contract/hall.ts';
import { useDeskLanguage, useLocalized } from '../../desk/desk-language.ts';
import { dateInWords } from '../../desk/hall-clock.ts';
import zhCn from '../../i18n/desk.zh-CN.json';
import { type RuleName, ruleNames } from './draft-problems.ts';

type ProblemCode = keyof typeof zhCn.hall.problem;

/**
 * A problem of a hall in words, with the names that people know instead of ids.
 * @param base the hall before the changes, which still has the names of what was removed
 */
export function useProblemWords(hall: Hall, base: Hall): (problem: PublishProblem) => string {
  const { t } = useTranslation('desk');
  const { language } = useDeskLanguage();
  const words = useLocalized();
  const names = new Map([...namesOf(base), ...namesOf(hall)]);
  return ({ code, name, freeFrom }) => {
    const known = isProblemCode(code) ? code : 'other';
    const day = freeFrom === undefined ? '' : dateInWords(freeFrom, language);
    return t(`hall.problem.${known}`, { name: inWords(name), code, day });
  };

  function namesOf(of: Hall): (readonly [id: string, name: string])[] {
    return [
      ...of.queues.map(({ queueId, name }) => [queueId, words(name)] as const),
      ...of.counters.map(({ counterId, label }) => [counterId, words(label)] as const),
      ...of.services.map(({ serviceId, name }) => [serviceId, words(name)] as const),
    ];
  }

  function inWords(name: string): string {
    return names.get(name) ?? (isRule(name) ? t(`hall.policy.${name}`) : withWeekday(name));
  }

  /** Of hours the name begins with the weekday's number, where it is no date. */
  function withWeekday(name: string): string {
    const weekday = /^([1-7])(?=$|\s)/.exec(name)?.[1];
    return weekday && isWeekday(weekday) ? `${t(`hall.hours.weekday.${weekday}`)}${name.slice(1)}` : name;
  }
}

function isProblemCode(code: string): code is ProblemCode {
  return code in zhCn.hall.problem;
}

function isRule(name: string): name is RuleName {
  return name in ruleNames;
}

function isWeekday(text: string): text is keyof typeof zhCn.hall.hours.weekday {
  return text in zhCn.hall.hours.weekday;
}
