import { useTranslation } from 'react-i18next';
import type { PageFailure } from '../rpc/answer.ts';
import { Message } from '../ui/message.tsx';

/** A failure as the citizen reads it: what happened, what to do now, a small number for the administrator. */
export function FailureMessage({ failure }: { readonly failure: PageFailure }) {
  const { t } = useTranslation();
  const { code, reference } = failure;
  return (
    <Message
      tone="fault"
      title={t(`failure.${code}.citizen`)}
      small={reference === undefined ? undefined : t('common.reference', { reference })}
    >
      {t(`failure.${code}.next`)}
    </Message>
  );
}
