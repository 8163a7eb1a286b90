import type { i18n } from 'i18next';
import { useTranslation } from 'react-i18next';
import { useDesk, useLive } from '../desk/desk-context.ts';
import { DeskPage } from '../desk/desk-page.tsx';
import type { DeskSession } from '../desk/desk-session.ts';
import { SignedIn } from '../desk/signed-in.tsx';
import { TopBar } from '../desk/top-bar.tsx';
import { Button } from '../desk/ui/button.tsx';
import type { DeskClient } from '../rpc/desk-client.ts';
import { Message } from '../ui/message.tsx';
import { AccuracyPage } from './accuracy/accuracy-page.tsx';
import { AppointmentsPage } from './appointments/appointments-page.tsx';
import { type Area, areas, useArea } from './areas.ts';
import styles from './hall-page.module.css';
import { ModelPage } from './model/model-page.tsx';
import { type HallModel, useHallModel } from './model/use-hall-model.ts';
import { PeoplePage } from './people/people-page.tsx';
import { ReconciliationPage } from './reconciliation/reconciliation-page.tsx';
import { TodayPage } from './today/today-page.tsx';

export type HallPageProps = {
  readonly client: DeskClient;
  readonly deskSession: DeskSession;
  readonly texts: i18n;
};

/** The hall administrator's page: how the hall stands today, and how it is set up. */
export function HallPage({ client, deskSession, texts }: HallPageProps) {
  return (
    <DeskPage texts={texts} page="hall">
      <SignedIn client={client} deskSession={deskSession}>
        <Administrator />
      </SignedIn>
    </DeskPage>
  );
}

function Administrator() {
  const { t } = useTranslation('desk');
  const { session, signOut } = useDesk();
  if (session.role === 'administrator') return <Areas />;
  return (
    <div className={styles.page}>
      <TopBar counter={undefined} />
      <main className={styles.refused}>
        <Message
          tone="warning"
          title={t('deskFailure.NOT_ALLOWED.what')}
          actions={<Button onPress={() => void signOut()}>{t('staff.signOut')}</Button>}
        >
          {t('hall.notAllowed')}
        </Message>
      </main>
    </div>
  );
}

function Areas() {
  const { t } = useTranslation('desk');
  const { signOut } = useDesk();
  const area = useArea();
  // Here, so that looking at another area leaves what was changed.
  const model = useHallModel();
  return (
    <div className={styles.page}>
      <TopBar counter={undefined} />
      <div className={styles.body}>
        <nav className={styles.nav} aria-label={t('hall.areasLabel')}>
          {areas.map((each) => (
            <a key={each} href={`#${each}`} aria-current={each === area ? 'page' : undefined}>
              {t(`hall.areas.${each}`)}
              {each === 'model' && model.changed && <span className={styles.dot} />}
            </a>
          ))}
          <div className={styles.navEnd}>
            <a href="/staff">{t('hall.toStaff')}</a>
            <Button kind="quiet" onPress={() => void signOut()} name="sign-out">
              {t('staff.signOut')}
            </Button>
          </div>
        </nav>
        <main className={styles.area}>
          <AreaPage area={area} model={model} />
        </main>
      </div>
    </div>
  );
}

function AreaPage({ area, model }: { readonly area: Area; readonly model: HallModel }) {
  const { t } = useTranslation('desk');
  const { view } = useLive();
  switch (area) {
    case 'today':
      return view ? <TodayPage view={view} /> : <p>{t('staff.live.never')}</p>;
    case 'model':
      return <ModelPage model={model} />;
    case 'people':
      return <PeoplePage hall={model.base} />;
    case 'appointments':
      return <AppointmentsPage />;
    case 'accuracy':
      return <AccuracyPage hall={model.base} />;
    case 'reconciliation':
      return <ReconciliationPage />;
  }
}
