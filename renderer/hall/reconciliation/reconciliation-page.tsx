import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reconciliation } from '#contract/desk/hall-administration.ts';
import { ticketStateSchema } from '#contract/desk/ticket.ts';
import { useDesk } from '../../desk/desk-context.ts';
import { clockTime, hallDay, usePlatformNow } from '../../desk/hall-clock.ts';
import { Field } from '../../desk/ui/field.tsx';
import { FailureNote, Note } from '../../desk/ui/note.tsx';
import { Card, Loading, Page } from '../parts/page.tsx';
import { Table } from '../parts/table.tsx';
import { useLoaded } from '../parts/use-loaded.ts';

/** What terminals issued while they were cut off, how it was merged, and that nothing was doubled or lost. */
export function ReconciliationPage() {
  const { t } = useTranslation('desk');
  const { client } = useDesk();
  const today = hallDay(usePlatformNow());
  const [chosen, setChosen] = useState<string>();
  const businessDate = chosen ?? today;
  const load = useCallback(
    (options: { readonly signal: AbortSignal }) => client.hall.reconciliation({ businessDate }, options),
    [client, businessDate],
  );
  const { data, failure, reload } = useLoaded(load);
  return (
    <Page title={t('hall.reconciliation.title')}>
      <Field
        label={t('hall.reconciliation.date')}
        name="date"
        type="date"
        value={businessDate}
        onChange={(next) => {
          if (next !== '') setChosen(next);
        }}
      />
      {failure && data && <FailureNote failure={failure} onRetry={reload} />}
      {data ? <Facts facts={data} /> : <Loading failure={failure} onReload={reload} />}
    </Page>
  );
}

function Facts({ facts }: { readonly facts: Reconciliation }) {
  const { t } = useTranslation('desk');
  const { terminals, merged, doubled, missing } = facts;
  const time = (instant: string | null) => (instant === null ? '–' : clockTime(instant));
  const stateName = (state: string) => {
    const known = ticketStateSchema.safeParse(state);
    return known.success ? t(`hall.reconciliation.states.${known.data}`) : state;
  };
  const isGood = doubled.length === 0 && missing.length === 0;
  return (
    <>
      <Note
        tone={isGood ? 'good' : 'warning'}
        title={t(isGood ? 'hall.reconciliation.good' : 'hall.reconciliation.bad')}
      />
      {doubled.length > 0 && (
        <Note tone="fault" title={t('hall.reconciliation.doubled')}>
          {doubled.join(' · ')}
        </Note>
      )}
      {missing.length > 0 && (
        <Note tone="warning" title={t('hall.reconciliation.missing')}>
          <p>{missing.map(({ label, terminalLabel }) => `${label} (${terminalLabel})`).join(' · ')}</p>
          <p>{t('hall.reconciliation.missingWhat')}</p>
        </Note>
      )}
      <Card title={t('hall.reconciliation.terminals')}>
        <Table
          columns={[
            { key: 'terminal', title: t('hall.reconciliation.terminal') },
            { key: 'offline', title: t('hall.reconciliation.issuedOffline'), number: true },
            { key: 'first', title: t('hall.reconciliation.first') },
            { key: 'last', title: t('hall.reconciliation.last') },
          ]}
          rows={terminals.map((each) => ({
            key: each.terminalId,
            cells: {
              terminal: each.terminalLabel,
              offline: each.issuedOffline,
              first: time(each.firstIssuedAt),
              last: time(each.lastTakenAt),
            },
          }))}
        />
      </Card>
      <Card title={t('hall.reconciliation.merged')}>
        <Table
          columns={[
            { key: 'label', title: t('hall.reconciliation.label') },
            { key: 'terminal', title: t('hall.reconciliation.terminal') },
            { key: 'issued', title: t('hall.reconciliation.issuedAt') },
            { key: 'taken', title: t('hall.reconciliation.takenAt') },
            { key: 'place', title: t('hall.reconciliation.place') },
            { key: 'state', title: t('hall.reconciliation.state') },
          ]}
          rows={merged.map((each) => ({
            key: `${each.label} ${each.terminalLabel} ${each.issuedAt}`,
            cells: {
              label: <strong>{each.label}</strong>,
              terminal: each.terminalLabel,
              issued: time(each.issuedAt),
              taken: time(each.takenAt),
              place: time(each.place),
              state: stateName(each.state),
            },
          }))}
          none={t('hall.reconciliation.none')}
        />
      </Card>
    </>
  );
}
