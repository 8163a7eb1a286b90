import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { Instant } from '#domain/time/clock.ts';
import { hallClock, useLanguage } from '../../kiosk/text.ts';
import type { BoardState } from '../board-store.ts';
import type { WebAudioSink } from '../voice/web-audio-sink.ts';
import styles from './board-foot.module.css';

/** A connection that breaks and comes back at once is nobody's business. */
const SAID_AFTER_MS = 3_000;

type Sound = Pick<WebAudioSink, 'blocked' | 'subscribe'>;

/** What to know of the board itself: that it is not current and since when, that it has no sound yet; else how to read it. */
export function BoardFoot(props: {
  readonly state: BoardState;
  readonly now: Instant;
  /** Undefined where the board has no voice. */
  readonly sound: Sound | undefined;
}) {
  const { state, now, sound } = props;
  const { t } = useTranslation('desk');
  const language = useLanguage();
  const { connected, trueUntil, view } = state;
  const away = !connected && view && trueUntil !== undefined && now - trueUntil > SAID_AFTER_MS;
  return (
    <footer className={styles.foot}>
      {away ? (
        <output className={styles.away}>
          <Warning />
          {t('board.away', { time: hallClock(language, trueUntil).time })}
        </output>
      ) : (
        <p className={styles.hint}>{t('board.hint')}</p>
      )}
      {sound && <SoundHint sound={sound} />}
    </footer>
  );
}

function SoundHint({ sound }: { readonly sound: Sound }) {
  const { t } = useTranslation('desk');
  const blocked = useSyncExternalStore(sound.subscribe, sound.blocked);
  if (!blocked) return null;
  return <p className={styles.sound}>{t('board.touchForSound')}</p>;
}

function Warning() {
  return (
    <svg className={styles.icon} viewBox="0 0 24 24" aria-hidden="true">
      <path
        d="M12 4 2.5 20.5h19zM12 10v5M12 17.6v.4"
        fill="none"
        stroke="currentColor"
        strokeWidth={2}
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
