import { useTranslation } from 'react-i18next';
import { Message } from '../../ui/message.tsx';
import { useKiosk } from '../kiosk-context.ts';

/** What the code just scanned was for, where it leads nowhere. */
export function ScannedMessage() {
  const { t } = useTranslation();
  const { scanned } = useKiosk().session;
  if (!scanned || scanned.kind === 'ticket' || scanned.kind === 'appointment') return null;
  return (
    <Message
      tone={scanned.kind === 'ticket-asked' ? 'info' : 'warning'}
      title={t(`scan.found.${scanned.kind}.what`)}
    >
      {t(`scan.found.${scanned.kind}.next`)}
    </Message>
  );
}
