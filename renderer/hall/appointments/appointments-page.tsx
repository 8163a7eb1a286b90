import { useTranslation } from 'react-i18next';
import { Page } from '../parts/page.tsx';
import { AppointmentsArea } from './appointments-area.tsx';

/** The appointments of the hall. */
export function AppointmentsPage() {
  const { t } = useTranslation('desk');
  return (
    <Page title={t('hall.appointments.title')}>
      <AppointmentsArea />
    </Page>
  );
}
