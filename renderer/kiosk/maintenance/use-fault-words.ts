import { useTranslation } from 'react-i18next';
import { maintenanceProblems } from '#contract/terminal/maintenance-problems.ts';
import type { FaultDetails } from '#contract/terminal/status.ts';

type Detail = FaultDetails[number];

/** What is wrong with a field, in words; all else of a fault is shown as it is. */
export function useFaultWords(): (detail: Detail) => string {
  const { t } = useTranslation();
  return ({ label, value }) => {
    const problem = maintenanceProblems.find((each) => label === 'problem' && each === value);
    return problem === undefined ? value : t(`maintenance.problems.${problem}`);
  };
}
