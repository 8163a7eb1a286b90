import { useTranslation } from 'react-i18next';
import type { StepPathProps } from '../../ui/step-path.tsx';
import { useKiosk } from '../kiosk-context.ts';
import { findService } from './service-tree.ts';

type TakeStep = 'service' | 'materials' | 'identity' | 'confirm' | 'ticket';

/** The steps of taking a number; one more where the service asks for materials. */
export function useTakeSteps(serviceId?: string): (step: TakeStep) => StepPathProps {
  const { t } = useTranslation();
  const { hall } = useKiosk().status;
  const service = serviceId === undefined ? undefined : findService(hall?.services ?? [], serviceId);
  const steps: TakeStep[] = [
    'service',
    ...((service?.materials ?? []).length > 0 ? (['materials'] as const) : []),
    'identity',
    'confirm',
    'ticket',
  ];
  const names = steps.map((step) => t(`steps.take.${step}`));
  return (step) => ({ names, step: steps.indexOf(step) + 1 });
}

/** The steps of printing an earlier ticket again. */
export function useReprintSteps(): readonly string[] {
  const { t } = useTranslation();
  return [t('steps.reprint.card'), t('steps.reprint.choose'), t('steps.reprint.ticket')];
}
