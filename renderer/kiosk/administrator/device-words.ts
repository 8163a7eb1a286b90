import { useTranslation } from 'react-i18next';
import type { DeviceClass } from '#contract/device.ts';
import type { FailureCode } from '#contract/failures.ts';
import type { AdministeredDevice } from '#contract/terminal/administration.ts';
import {
  CameraIcon,
  CardIcon,
  type Icon,
  ListIcon,
  PeopleIcon,
  ReprintIcon,
  TicketIcon,
} from '../../ui/icons.tsx';

export const classIcons: Readonly<Record<DeviceClass, Icon>> = {
  'id-card-reader': CardIcon,
  'receipt-printer': TicketIcon,
  'code-scanner': ListIcon,
  'rating-pad': PeopleIcon,
  'document-camera': CameraIcon,
  'a4-printer': ReprintIcon,
};

/** What mends a fault, where its own sentence does not say. */
export function remedyOf(fault: FailureCode): 'cable' | 'port' | 'hand' | 'repair' {
  if (/_(ABSENT|LOST)$/.test(fault) || fault === 'A4_OFFLINE') return 'cable';
  if (/_(TIMEOUT|WRONG_DEVICE|UNFIT)$/.test(fault)) return 'port';
  return fault.endsWith('_FAULT') ? 'repair' : 'hand';
}

/** How a device stands, in one sentence: the state, and why. */
export function useDeviceWords(): (device: AdministeredDevice) => string {
  const { t } = useTranslation();
  return ({ state, faults: [fault], warnings: [warning] }) => {
    if (fault !== undefined) return t(`failure.${fault}.administrator`);
    if (warning !== undefined) return t(`administration.warnings.${warning}`);
    return t(`administration.states.${state}`);
  };
}
