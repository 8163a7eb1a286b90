import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Hall } from '#contract/hall.ts';
import { useDesk } from '../../desk/desk-context.ts';
import { useLocalized } from '../../desk/desk-language.ts';
import { FailureNote } from '../../desk/ui/failure-note.tsx';
import { Card, Loading, Page } from '../parts/page.tsx';
import { Table } from '../parts/table.tsx';
import { useLoaded } from '../parts/use-loaded.ts';

/** An 80 % range should hold about so many; fewer: it is too narrow, more: too wide. */
const WANTED = { from: 0.75, to: 0.85 };

/** How well waiting times were foretold, queue by queue. */
export function AccuracyPage({ hall }: { readonly hall: Hall | undefined }) {
  const { t } = useTranslation('desk');
  const { client } = useDesk();
  const words = useLocalized();
  const load = useCallback(
    (options: { readonly signal: AbortSignal }) => client.hall.accuracy(undefined, options),
    [client],
  );
  const { data, failure, reload } = useLoaded(load);
  if (!data) return <Loading failure={failure} onReload={reload} />;
  const queueName = (queueId: string) => {
    const queue = hall?.queues.find((each) => each.queueId === queueId);
    return queue ? `${queue.prefix} ${words(queue.name)}` : queueId;
  };
  return (
    <Page title={t('hall.accuracy.title')} intro={t('hall.accuracy.intro')}>
      {failure && <FailureNote failure={failure} onRetry={reload} />}
      <Card>
        <Table
          columns={[
            { key: 'queue', title: t('hall.accuracy.queue') },
            { key: 'tickets', title: t('hall.accuracy.tickets'), number: true },
            { key: 'error', title: t('hall.accuracy.error'), number: true },
            { key: 'inRange', title: t('hall.accuracy.inRange'), number: true },
            { key: 'verdict', title: t('hall.accuracy.verdict') },
          ]}
          rows={data.queues.map(({ queueId, tickets, meanErrorMinutes: minutes, inRange }) => ({
            key: queueId,
            cells: {
              queue: queueName(queueId),
              tickets,
              error: minutes === null ? '–' : t('hall.accuracy.errorValue', { minutes: minutes.toFixed(1) }),
              inRange: inRange === null ? '–' : `${Math.round(inRange * 100)} %`,
              verdict: t(`hall.accuracy.${verdictOf(inRange)}`),
            },
          }))}
          none={t('hall.accuracy.noData')}
        />
      </Card>
    </Page>
  );
}

function verdictOf(inRange: number | null): 'noData' | 'narrow' | 'good' | 'wide' {
  if (inRange === null) return 'noData';
  if (inRange < WANTED.from) return 'narrow';
  return inRange > WANTED.to ? 'wide' : 'good';
}
