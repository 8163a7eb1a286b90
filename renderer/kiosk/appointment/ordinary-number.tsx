import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { useKiosk } from '../kiosk-context.ts';

/** From everywhere on the way to an appointment: nobody needs one. */
export function OrdinaryNumber({ primary }: { readonly primary?: boolean }) {
  const { t } = useTranslation();
  const { go } = useKiosk();
  return (
    <Button
      {...(primary && { kind: 'primary', first: true })}
      onPress={() => go({ kind: 'open', page: { name: 'services', parentId: null } })}
    >
      {t('appointments.ordinary')}
    </Button>
  );
}
