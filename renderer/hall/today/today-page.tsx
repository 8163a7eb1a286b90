import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CounterNow, DeskView } from '#contract/desk/staff.ts';
import { useLocalized } from '../../desk/desk-language.ts';
import { clockTime } from '../../desk/hall-clock.ts';
import { Button } from '../../desk/ui/button.tsx';
import { Note } from '../../desk/ui/note.tsx';
import { Card, Page } from '../parts/page.tsx';
import { Table } from '../parts/table.tsx';
import { BoardStart } from './board-start.tsx';
import { CloseEarly } from './close-early.tsx';
import { Reopen } from './reopen.tsx';
import styles from './today-page.module.css';

/** How the hall stands now, and the way to close it before its time. */
export function TodayPage({ view }: { readonly view: DeskView }) {
  const { t } = useTranslation('desk');
  const words = useLocalized();
  const [asking, setAsking] = useState<'close' | 'reopen' | 'board'>();
  const [done, setDone] = useState<string>();
  const { counters, queues, help, closedSince } = view;
  const waiting = queues.reduce((sum, queue) => sum + queue.waiting, 0);
  const inState = (state: CounterNow['state']) => counters.filter((each) => each.state === state).length;
  const figures = [
    ['waiting', waiting],
    ['open', inState('open')],
    ['onBreak', inState('break')],
    ['help', help.filter(({ state }) => state !== 'ended').length],
  ] as const;
  const openFor = (queueId: string) =>
    counters.filter(({ state, queueIds }) => state === 'open' && queueIds.includes(queueId)).length;
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
            <Button kind="primary" onPress={() => setAsking('reopen')} name="reopen">
              {t('hall.today.reopen')}
            </Button>
          )}
        </>
      }
    >
      {closedSince !== null && (
        <Note tone="warning" title={t('hall.today.closedSince', { time: clockTime(closedSince) })} />
      )}
      {done !== undefined && <Note tone="good" title={done} />}
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
            ]}
            rows={counters.map(({ counterId, label, state, staffName, ticketLabel }) => ({
              key: counterId,
              cells: {
                counter: words(label),
                state: (
                  <span className={styles.state} data-state={state}>
                    {t(`hall.today.states.${state}`)}
                  </span>
                ),
                staff: staffName,
                number: ticketLabel,
              },
            }))}
          />
        </Card>
      </div>
      {asking === 'close' && (
        <CloseEarly waiting={waiting} onDone={setDone} onClose={() => setAsking(undefined)} />
      )}
      {asking === 'board' && <BoardStart onClose={() => setAsking(undefined)} />}
      {asking === 'reopen' && (
        <Reopen onDone={() => setDone(undefined)} onClose={() => setAsking(undefined)} />
      )}
    </Page>
  );
}
