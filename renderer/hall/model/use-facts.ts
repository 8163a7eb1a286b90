import { useTranslation } from 'react-i18next';
import type { HallPreview } from '#contract/desk/hall-administration.ts';
import type { Hall } from '#contract/hall.ts';
import type { LocalizedText } from '#contract/scalars.ts';
import { useDeskLanguage, useLocalized } from '../../desk/desk-language.ts';
import { dateInWords } from '../../desk/hall-clock.ts';
import { materialsText } from './draft.ts';
import { ruleNames } from './draft-problems.ts';
import { type Span, spansOn, weekdays } from './hours/hours-draft.ts';
import { type Fact, otherFacts } from './other-facts.ts';

type Change = HallPreview['changes'][number];

/** What a change makes otherwise, in words: each fact as it was, where it was another, and as it will be. */
export function useFacts(base: Hall, next: Hall): (change: Change) => readonly Fact[] {
  const { t } = useTranslation('desk');
  const words = useLocalized();
  const { language } = useDeskLanguage();
  return ({ part, id, change }) =>
    change === 'removed' ? [] : otherFacts(factsOf(base, part, id), factsOf(next, part, id));

  function factsOf(hall: Hall, part: Change['part'], id: string): ReadonlyMap<string, string> {
    switch (part) {
      case 'counter': {
        const counter = hall.counters.find(({ counterId }) => counterId === id);
        return new Map(
          counter && [
            ...names(counter.label),
            [t('hall.counters.kind'), t(`hall.kind.${counter.kind}`)],
            [t('hall.counters.serves'), counter.queueIds.map((each) => queueName(hall, each)).join(' · ')],
          ],
        );
      }
      case 'queue': {
        const queue = hall.queues.find(({ queueId }) => queueId === id);
        return new Map(
          queue && [
            ...names(queue.name),
            [t('hall.queues.prefix'), queue.prefix],
            [t('hall.queues.minutes'), String(queue.serviceMinutes)],
          ],
        );
      }
      case 'service': {
        const service = hall.services.find(({ serviceId }) => serviceId === id);
        const parent = hall.services.find(({ serviceId }) => serviceId === service?.parentId);
        return new Map(
          service && [
            ...names(service.name),
            [t('hall.services.parent'), parent ? words(parent.name) : t('hall.services.top')],
            [
              t('hall.services.queue'),
              service.queueId === null ? t('hall.services.group') : queueName(hall, service.queueId),
            ],
            [t('hall.services.materials'), materialsText(service.materials).replaceAll('\n', ' · ')],
            [t('hall.services.appointments'), t(service.appointments ? 'hall.yes' : 'hall.no')],
          ],
        );
      }
      case 'hours':
        return hoursOf(hall);
      case 'policy':
        return new Map(
          (['ratio', 'ageing', 'elderly'] as const).map((rule) => [
            t(`hall.policy.${rule}`),
            numberOf(hall.priority?.[ruleNames[rule]]),
          ]),
        );
      case 'hall':
        return new Map([
          ...names(hall.name),
          [t('hall.policy.noShow'), numberOf(hall.callsBeforeNoShow)],
          [t('hall.policy.early'), numberOf(hall.checkIn?.earlyMinutes)],
          [t('hall.policy.late'), numberOf(hall.checkIn?.lateMinutes)],
          [t('hall.policy.followUpUrl'), hall.followUpUrl ?? ''],
        ]);
    }
  }

  function names(text: LocalizedText): [string, string][] {
    return [
      [t('hall.nameZh'), text['zh-CN']],
      [t('hall.nameEn'), text.en ?? ''],
      [t('hall.nameMn'), text['mn-Mong-CN'] ?? ''],
    ];
  }

  function queueName({ queues }: Hall, queueId: string): string {
    const queue = queues.find((each) => each.queueId === queueId);
    return queue ? `${queue.prefix} ${words(queue.name)}` : queueId;
  }

  function hoursOf({ hours }: Hall): ReadonlyMap<string, string> {
    if (!hours) return new Map();
    return new Map([
      ...weekdays.map(
        (day) => [t(`hall.hours.weekday.${day}`), spansInWords(spansOn(hours, day), 'closed')] as const,
      ),
      ...hours.exceptions.map(
        ({ date, spans }) => [dateInWords(date, language), spansInWords(spans, 'holiday')] as const,
      ),
    ]);
  }

  function spansInWords(spans: readonly Span[], none: 'closed' | 'holiday'): string {
    if (spans.length === 0) return t(`hall.hours.${none}`);
    return spans
      .map(({ from, to, kind }) =>
        kind === 'regular' ? `${from}–${to}` : `${from}–${to} ${t(`hall.hours.kinds.${kind}`)}`,
      )
      .join(' · ');
  }
}

/** Nothing where the hall goes by what the platform does of itself. */
function numberOf(value: number | undefined): string {
  return value === undefined ? '' : String(value);
}
