import { useTranslation } from 'react-i18next';
import type { Reconciliation } from '#contract/desk/hall-administration.ts';
import { ticketStateSchema } from '#contract/desk/ticket.ts';
import { clockTime } from '../../desk/hall-clock.ts';
import { Message } from '../../ui/message.tsx';
import { Card } from '../parts/page.tsx';
import { Table } from '../parts/table.tsx';
import { Doubled } from './doubled.tsx';
import { SilentTerminals } from './silent-terminals.tsx';
import { verdictOf } from './verdict.ts';

const TONES = { good: 'good', unfinished: 'warning', bad: 'warning' } as const;

export type FactsProps = {
  readonly facts: Reconciliation;
  /** The platform did not answer lately: nobody can say that all is well now. */
  readonly isOld: boolean;
};

/** What is known of a day, what is wrong with it first. */
export function Facts({ facts, isOld }: FactsProps) {
  const { t } = useTranslation('desk');
  const { terminals, merged, mergedCount, missing, missingCount } = facts;
  const verdict = verdictOf(facts);
  const time = (instant: string | null) => (instant === null ? '–' : clockTime(instant));
  const onlyTheFirst = (listed: number, total: number) =>
    t('hall.reconciliation.onlyTheFirst', { listed, total });
  const stateName = (state: string) => {
    const known = ticketStateSchema.safeParse(state);
    return known.success ? t(`hall.reconciliation.states.${known.data}`) : state;
  };
  return (
    <>
      {!isOld && <Message tone={TONES[verdict]} title={t(`hall.reconciliation.${verdict}`)} />}
      <Doubled doubled={facts.doubled} />
      <SilentTerminals facts={facts} />
      {missing.length > 0 && (
        <Message tone="warning" title={t('hall.reconciliation.missing')}>
          <p>{missing.map(({ label, terminalLabel }) => `${label} (${terminalLabel})`).join(' · ')}</p>
          {missing.length < missingCount && <p>{onlyTheFirst(missing.length, missingCount)}</p>}
          <p>{t('hall.reconciliation.missingWhat')}</p>
        </Message>
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
      {merged.length < mergedCount && (
        <Message tone="info" title={onlyTheFirst(merged.length, mergedCount)} />
      )}
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
