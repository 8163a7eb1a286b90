import { useTranslation } from 'react-i18next';
import { Button } from '../desk/ui/button.tsx';
import { Dialog } from '../desk/ui/dialog.tsx';
import { AppointmentsArea } from '../hall/appointments/appointments-area.tsx';

/** Appointments for whoever stands at the counter; the number there stays where it is. */
export function AppointmentsDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('desk');
  return (
    <Dialog
      title={t('hall.appointments.title')}
      onClose={onClose}
      wide
      actions={
        <Button onPress={onClose} name="close-appointments">
          {t('staff.close')}
        </Button>
      }
    >
      <AppointmentsArea findFirst />
    </Dialog>
  );
}
