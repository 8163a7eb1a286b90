import { type ReactNode, useMemo, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeskClient } from '../rpc/desk-client.ts';
import { ChoosePin } from './choose-pin.tsx';
import { type Desk, DeskContext } from './desk-context.ts';
import type { DeskSession } from './desk-session.ts';
import styles from './sign-in.module.css';
import { SignIn } from './sign-in.tsx';

export type SignedInProps = {
  readonly client: DeskClient;
  readonly deskSession: DeskSession;
  readonly children: ReactNode;
};

/** Its children for whoever is signed in; before that the way to sign in. */
export function SignedIn({ client, deskSession, children }: SignedInProps) {
  const { t } = useTranslation('desk');
  const state = useSyncExternalStore(deskSession.subscribe, deskSession.snapshot);
  const desk = useMemo<Desk | undefined>(
    () =>
      state.phase === 'signed-in'
        ? { client, session: state.session, live: state.live, signOut: deskSession.signOut }
        : undefined,
    [client, state, deskSession],
  );
  if (desk) return <DeskContext value={desk}>{children}</DeskContext>;
  if (state.phase === 'choosing-pin') return <ChoosePin deskSession={deskSession} session={state.session} />;
  if (state.phase === 'signed-out') return <SignIn deskSession={deskSession} reason={state.reason} />;
  return (
    <main className={styles.page}>
      <p aria-live="polite">
        {t(state.phase === 'starting' && state.away ? 'staff.startingAway' : 'staff.starting')}
      </p>
    </main>
  );
}
