import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useNow } from '../ui/use-now.ts';
import styles from './board.module.css';
import type { BoardStore } from './board-store.ts';
import { isOfToday } from './kept-view.ts';
import { BoardFoot } from './parts/board-foot.tsx';
import { BoardHead } from './parts/board-head.tsx';
import { CurrentCalls } from './parts/current-calls.tsx';
import { QueueList } from './parts/queue-list.tsx';
import type { WebAudioSink } from './voice/web-audio-sink.ts';

/** What hangs on the wall of the hall. */
export function Board(props: {
  readonly store: BoardStore;
  /** Undefined where the board has no voice. */
  readonly sound: Pick<WebAudioSink, 'blocked' | 'subscribe'> | undefined;
}) {
  const { store, sound } = props;
  const { t } = useTranslation('desk');
  const state = useSyncExternalStore(store.subscribe, store.snapshot);
  // Told by the platform's clock: a screen on a wall is set by nobody.
  const now = useNow() + state.clockOffset;
  const view = state.view && isOfToday(state.view, now) ? state.view : undefined;
  return (
    <main className={styles.board}>
      <div className={styles.head}>
        <BoardHead view={view} now={now} />
      </div>
      {view && !state.unknown ? (
        <>
          <div className={styles.calls}>
            <CurrentCalls view={view} now={now} />
          </div>
          <div className={styles.queues}>
            <QueueList view={view} now={now} />
          </div>
        </>
      ) : (
        <output className={styles.message}>{t(state.unknown ? 'board.unknown' : 'board.connecting')}</output>
      )}
      <div className={styles.foot}>
        <BoardFoot state={state} now={now} sound={sound} />
      </div>
    </main>
  );
}
