import type { i18n } from 'i18next';
import { useTranslation } from 'react-i18next';
import { useLive } from '../desk/desk-context.ts';
import { DeskPage } from '../desk/desk-page.tsx';
import type { DeskSession } from '../desk/desk-session.ts';
import { SignedIn } from '../desk/signed-in.tsx';
import { TopBar } from '../desk/top-bar.tsx';
import type { DeskClient } from '../rpc/desk-client.ts';
import { CounterChoice } from './counter/counter-choice.tsx';
import { OnBreak } from './counter/on-break.tsx';
import { HelpCalls } from './help/help-calls.tsx';
import { Serving } from './serving/serving.tsx';
import styles from './staff-page.module.css';
import { useFocusKept } from './use-focus-kept.ts';

export type StaffPageProps = {
  readonly client: DeskClient;
  readonly deskSession: DeskSession;
  readonly texts: i18n;
};

/** A clerk's page: who sits here, at which counter, and the numbers called to it. */
export function StaffPage({ client, deskSession, texts }: StaffPageProps) {
  return (
    <DeskPage texts={texts} page="staff">
      <SignedIn client={client} deskSession={deskSession}>
        <Counter />
      </SignedIn>
    </DeskPage>
  );
}

function Counter() {
  const { t } = useTranslation('desk');
  const { view } = useLive();
  useFocusKept();
  if (!view) {
    return (
      <div className={styles.page}>
        <TopBar counter={undefined} />
        <p className={styles.wait}>{t('staff.live.never')}</p>
      </div>
    );
  }
  const { counter } = view;
  return (
    <div className={styles.page}>
      <TopBar counter={counter ?? undefined} />
      <HelpCalls calls={view.help} />
      {!counter || counter.state === 'closed' ? (
        <CounterChoice view={view} />
      ) : counter.state === 'break' ? (
        <OnBreak view={view} counter={counter} />
      ) : (
        <Serving view={view} />
      )}
    </div>
  );
}
