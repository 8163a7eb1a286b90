import { useTranslation } from 'react-i18next';

/** The steps of taking a number. */
export function useTakeSteps(): readonly string[] {
  const { t } = useTranslation();
  return [t('steps.take.service'), t('steps.take.identity'), t('steps.take.confirm'), t('steps.take.ticket')];
}

/** The steps of printing an earlier ticket again. */
export function useReprintSteps(): readonly string[] {
  const { t } = useTranslation();
  return [t('steps.reprint.card'), t('steps.reprint.choose'), t('steps.reprint.ticket')];
}
