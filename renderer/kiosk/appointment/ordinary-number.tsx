import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { useClosing } from '../hours.ts';
import { useKiosk } from '../kiosk-context.ts';

/** From everywhere on the way to an appointment: nobody needs one, but in hours by appointment. */
export function OrdinaryNumber({ primary }: { readonly primary?: boolean }) {
  const { t } = useTranslation();
  const { status, go } = useKiosk();
  const closing = useClosing(status);
  if (closing && closing.kind !== 'soon') return null;
  return (
    <Button
      {...(primary && { kind: 'primary', first: true })}
      onPress={() => go({ kind: 'open', page: { name: 'services', parentId: null } })}
    >
      {t('appointments.ordinary')}
    </Button>
  );
}
