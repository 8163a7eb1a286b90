import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HelpCall } from '#contract/desk/staff.ts';
import { useDesk } from '../../desk/desk-context.ts';
import { stopwatch, usePlatformNow } from '../../desk/hall-clock.ts';
import { Button } from '../../desk/ui/button.tsx';
import { FailureNote } from '../../desk/ui/failure-note.tsx';
import { useRequest } from '../../desk/use-request.ts';
import { HandIcon } from '../../ui/icons.tsx';
import { keyOf } from '../keys.ts';
import { useKeys } from '../use-keys.ts';
import styles from './help-calls.module.css';
import { useScreenName } from './screen-name.ts';
import { createTone } from './tone.ts';

/** While nobody has answered, the tone comes again. */
const AGAIN_MS = 12_000;

/** Calls for help from the terminals, above everything else: seen and heard at once. */
export function HelpCalls({ calls }: { readonly calls: readonly HelpCall[] }) {
  const { t } = useTranslation('desk');
  const { client } = useDesk();
  const now = usePlatformNow();
  const screenName = useScreenName();
  const { busy, failure, clear, run } = useRequest();
  const shown = calls.filter(({ state }) => state !== 'ended');
  const unanswered = shown.filter(({ state }) => state === 'waiting');
  const [soundOff, allowSound] = useTone(unanswered.map(({ helpId }) => helpId).join(' '));
  const answer = (helpId: string) => void run((options) => client.staff.answerHelp({ helpId }, options));
  const [oldest] = unanswered;
  useKeys(oldest ? { help: () => answer(oldest.helpId) } : {});
  if (shown.length === 0) return null;
  return (
    <section className={styles.calls} aria-label={t('staff.help.region')}>
      {failure && <FailureNote failure={failure} onClose={clear} />}
      <ul aria-live="assertive" className={styles.list}>
        {shown.map(({ helpId, terminalLabel, screen, calledAt, state, answeredBy }) => (
          <li key={helpId} className={styles.call} data-state={state}>
            <HandIcon size="32px" />
            <div className={styles.words}>
              <p className={styles.title}>{t('staff.help.title', { terminal: terminalLabel })}</p>
              <p>
                {t('staff.help.at', { screen: screenName(screen) })} ·{' '}
                {state === 'waiting'
                  ? t('staff.help.since', { time: stopwatch(calledAt, now) })
                  : answeredBy === null
                    ? t('staff.help.comingSomebody')
                    : t('staff.help.coming', { name: answeredBy })}
              </p>
            </div>
            {state === 'waiting' ? (
              <Button
                kind="primary"
                hotkey={helpId === oldest?.helpId ? keyOf.help : undefined}
                disabled={busy}
                onPress={() => answer(helpId)}
                name="help-answer"
              >
                {t('staff.help.answer')}
              </Button>
            ) : (
              <Button
                disabled={busy}
                onPress={() => void run((options) => client.staff.endHelp({ helpId }, options))}
                name="help-end"
              >
                {t('staff.help.end')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {soundOff && unanswered.length > 0 && (
        <p className={styles.sound}>
          {t('staff.help.soundOff')}
          <Button kind="quiet" onPress={allowSound} name="sound">
            {t('staff.help.soundOn')}
          </Button>
        </p>
      )}
    </section>
  );
}

/** Plays the tone for each new set of unanswered calls, and again until they are answered. */
function useTone(unanswered: string): readonly [off: boolean, allow: () => void] {
  const [tone] = useState(createTone);
  const [allowed, setAllowed] = useState(true);
  useEffect(() => tone.close, [tone]);
  useEffect(() => {
    if (unanswered === '') return;
    const play = () => {
      setAllowed(tone.isAllowed());
      tone.play();
    };
    play();
    const timer = setInterval(play, AGAIN_MS);
    return () => clearInterval(timer);
  }, [tone, unanswered]);
  const allow = async () => {
    await tone.allow();
    setAllowed(tone.isAllowed());
    tone.play();
  };
  return [!allowed, () => void allow()];
}
