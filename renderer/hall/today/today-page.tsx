import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CounterNow, DeskView } from '#contract/desk/staff.ts';
import { useLocalized } from '../../desk/desk-language.ts';
import { clockTime } from '../../desk/hall-clock.ts';
import { Button } from '../../desk/ui/button.tsx';
import { Message } from '../../ui/message.tsx';
import { Card, Page } from '../parts/page.tsx';
import { Table } from '../parts/table.tsx';
import { BoardStart } from './board-start.tsx';
import { CloseEarly } from './close-early.tsx';
import { FreeCounter } from './free-counter.tsx';
import { Reopen } from './reopen.tsx';
import styles from './today-page.module.css';

/** How the hall stands now, and the way to close it before its time. */
export function TodayPage({ view }: { readonly view: DeskView }) {
  const { t } = useTranslation('desk');
  const words = useLocalized();
  const [asking, setAsking] = useState<'close' | 'board'>();
  const [closing, setClosing] = useState<string>();
  const [freeing, setFreeing] = useState<CounterNow & { readonly staffId: string }>();
  const [done, setDone] = useState<string>();
  const { counters, queues, help, closedSince } = view;
  const waiting = queues.reduce((sum, queue) => sum + queue.waiting, 0);
  const inState = (state: CounterNow['state'] | 'unheard') =>
    counters.filter((each) => stateOf(each) === state).length;
  const figures = [
    ['waiting', waiting],
    ['open', inState('open')],
    ['onBreak', inState('break')],
    ['help', help.filter(({ state }) => state !== 'ended').length],
  ] as const;
  const openFor = (queueId: string) =>
    counters.filter((each) => stateOf(each) === 'open' && each.queueIds.includes(queueId)).length;
  return (
    <Page
      title={t('hall.today.title')}
      actions={
        <>
          <Button onPress={() => setAsking('board')} name="board-start">
            {t('hall.boardStart.open')}
          </Button>
          {closedSince === null ? (
            <Button kind="danger" onPress={() => setAsking('close')} name="close-early">
              {t('hall.today.closeEarly')}
            </Button>
          ) : (
            <Button kind="primary" onPress={() => setClosing(closedSince)} name="reopen">
              {t('hall.today.reopen')}
            </Button>
          )}
        </>
      }
    >
      {closedSince !== null && (
        <Message tone="warning" title={t('hall.today.closedSince', { time: clockTime(closedSince) })} />
      )}
      {done !== undefined && <Message tone="good" title={done} />}
      <ul className={styles.figures}>
        {figures.map(([name, figure]) => (
          <li key={name}>
            <strong>{figure}</strong>
            <span>{t(`hall.today.${name}`)}</span>
          </li>
        ))}
      </ul>
      <div className={styles.tables}>
        <Card title={t('hall.today.queues')}>
          <Table
            columns={[
              { key: 'queue', title: t('hall.today.queue') },
              { key: 'waiting', title: t('hall.today.waitingColumn'), number: true },
              { key: 'open', title: t('hall.today.openColumn'), number: true },
            ]}
            rows={queues.map(({ queueId, prefix, name, waiting }) => ({
              key: queueId,
              cells: { queue: `${prefix} ${words(name)}`, waiting, open: openFor(queueId) },
            }))}
          />
        </Card>
        <Card title={t('hall.today.counters')}>
          <Table
            columns={[
              { key: 'counter', title: t('hall.today.counter') },
              { key: 'state', title: t('hall.today.state') },
              { key: 'staff', title: t('hall.today.staff') },
              { key: 'number', title: t('hall.today.number') },
              { key: 'actions', title: t('hall.actions'), hideTitle: true },
            ]}
            rows={counters.map((counter) => ({
              key: counter.counterId,
              cells: {
                counter: words(counter.label),
                state: <CounterState counter={counter} />,
                staff: counter.staffName,
                number: counter.ticketLabel,
                actions: <FreeButton counter={counter} onFree={setFreeing} />,
              },
            }))}
          />
        </Card>
      </div>
      {asking === 'close' && (
        <CloseEarly waiting={waiting} onDone={setDone} onClose={() => setAsking(undefined)} />
      )}
      {freeing && <FreeCounter counter={freeing} onClose={() => setFreeing(undefined)} />}
      {asking === 'board' && <BoardStart onClose={() => setAsking(undefined)} />}
      {closing !== undefined && (
        <Reopen closedAt={closing} onDone={setDone} onClose={() => setClosing(undefined)} />
      )}
    </Page>
  );
}

/** A counter that somebody left without a word is no open one. */
function stateOf({ state, unheardSince }: CounterNow): CounterNow['state'] | 'unheard' {
  return unheardSince === null ? state : 'unheard';
}

function CounterState({ counter }: { readonly counter: CounterNow }) {
  const { t } = useTranslation('desk');
  const { state, unheardSince } = counter;
  return (
    <span className={styles.state} data-state={stateOf(counter)}>
      {unheardSince === null
        ? t(`hall.today.states.${state}`)
        : t('hall.today.unheard', { time: clockTime(unheardSince) })}
    </span>
  );
}

type FreeButtonProps = {
  readonly counter: CounterNow;
  readonly onFree: (counter: CounterNow & { readonly staffId: string }) => void;
};

function FreeButton({ counter, onFree }: FreeButtonProps) {
  const { t } = useTranslation('desk');
  const words = useLocalized();
  const { staffId } = counter;
  if (staffId === null) return null;
  return (
    <Button
      kind="quiet"
      label={t('hall.today.freeTitle', { counter: words(counter.label) })}
      onPress={() => onFree({ ...counter, staffId })}
      name="free-counter"
    >
      {t('hall.today.free')}
    </Button>
  );
}
