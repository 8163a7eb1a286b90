import { useTranslation } from 'react-i18next';
import type { PageFailure } from '../../rpc/answer.ts';
import { Message } from '../../ui/message.tsx';

/** A failure as the administrator reads it; the number finds it in the log. */
export function AdministratorFailure({ failure }: { readonly failure: PageFailure }) {
  const { t } = useTranslation();
  const { code, reference } = failure;
  const small = reference === undefined ? undefined : t('common.reference', { reference });
  if (code === 'SERVICE_AWAY' || code === 'SERVICE_FAULT') {
    return (
      <Message tone="fault" title={t(`failure.${code}.citizen`)} small={small}>
        {t(`failure.${code}.next`)}
      </Message>
    );
  }
  return (
    <Message tone="fault" title={t(`failure.${code}.administrator`)} small={small}>
      {code.startsWith('PIN_') || code.startsWith('CONFIGURATION_') || code.startsWith('DEVICE_')
        ? t(`failure.${code}.next`)
        : undefined}
    </Message>
  );
}
