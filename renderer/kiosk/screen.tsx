import { type ReactNode, useContext } from 'react';
import type { TerminalStatus } from '#contract/terminal/status.ts';
import { languages } from '../i18n/languages.ts';
import { say, usePrompt } from '../ui/speech.ts';
import { StepPath, type StepPathProps } from '../ui/step-path.tsx';
import { BottomBar } from './bottom-bar.tsx';
import { KioskContext } from './kiosk-context.ts';
import styles from './screen.module.css';
import { SessionGuard } from './session/session-guard.tsx';
import { useLanguage } from './text.ts';
import { TopStrip } from './top-strip.tsx';

export type ScreenProps = {
  readonly status: TerminalStatus | undefined;
  /** A sentence about what the person does now. */
  readonly title: string;
  readonly subtitle?: string | undefined;
  readonly steps?: StepPathProps;
  /** What stands large under the title, out of reach: a number, a picture. */
  readonly above?: ReactNode;
  /** What is said aloud when the page appears. */
  readonly spoken?: string | undefined;
  /** A device waits for the citizen: the prompt is repeated. */
  readonly repeatSpoken?: boolean;
  readonly children?: ReactNode;
  /** Buttons at the end of the content, the primary one last. */
  readonly actions?: ReactNode;
  /** Outside a session, what stands in the place of its bar. */
  readonly bar?: ReactNode;
};

/** The frame of every page: strip, title, content, actions, and inside a session the bottom bar. */
export function Screen(props: ScreenProps) {
  const session = useContext(KioskContext);
  const { speech } = languages[useLanguage()];
  usePrompt(props.spoken, speech, props.repeatSpoken ?? false);
  const { spoken } = props;
  return (
    <div className={styles.stage} data-page={session ? session.trail.at(-1)?.name : undefined}>
      <header className={styles.band}>
        <TopStrip status={props.status} />
        {props.steps && <StepPath {...props.steps} />}
        <div className={styles.headline}>
          <h1>{props.title}</h1>
          {props.subtitle && <p>{props.subtitle}</p>}
        </div>
        {props.above}
        <svg className={styles.hills} viewBox="0 0 268 30" preserveAspectRatio="none" aria-hidden="true">
          <path className={styles.far} d="M0 18C34 4 58 4 92 14s52 6 80-4 62-8 96 6v14H0Z" />
          <path className={styles.near} d="M0 25c44-9 72-7 108-2s62-1 90-5 48-4 70 1v11H0Z" />
        </svg>
      </header>
      <SessionGuard>
        <main className={styles.content}>
          <div className={styles.flow}>{props.children}</div>
          {props.actions && <div className={styles.actions}>{props.actions}</div>}
        </main>
      </SessionGuard>
      {session ? <BottomBar onSpeak={spoken ? () => say(spoken, speech) : undefined} /> : props.bar}
    </div>
  );
}
