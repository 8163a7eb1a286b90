import { useTranslation } from 'react-i18next';
import { claimedPrioritySchema, type TicketView } from '#contract/ticket.ts';
import { useKiosk } from '../kiosk-context.ts';
import type { TakeOrder } from '../navigation.ts';

/** With what priority a number would be given now, in words; undefined without. */
export function usePriorityWords({ priority, appointmentId }: TakeOrder): string | undefined {
  const { t } = useTranslation();
  const { identity, appointments } = useKiosk().session;
  const appointment =
    appointments?.state === 'found'
      ? appointments.appointments.find((each) => each.appointmentId === appointmentId)
      : undefined;
  if (appointment?.checkIn === 'on-time') return t('priority.classes.appointment');
  if (priority) return t('priority.documentShown', { name: t(`priority.classes.${priority}`) });
  if (identity.state === 'known' && identity.person.elderly) return t('priority.byAge');
  return undefined;
}

/** The priority of a ticket that was given, in words; undefined for an ordinary one. */
export function useTicketPriority({ priorityClass }: TicketView): string | undefined {
  const { t } = useTranslation();
  if (priorityClass === 'ordinary') return undefined;
  const name = t(`priority.classes.${priorityClass}`);
  const claimed = claimedPrioritySchema.options.some((each) => each === priorityClass);
  return claimed ? t('priority.documentShown', { name }) : name;
}

/** How many are before somebody; with priority some of them may be passed. */
export function usePeople(preferred: boolean): (count: number) => string {
  const { t } = useTranslation();
  return (count) =>
    preferred && count > 0 ? t('confirm.peopleAtMost', { count }) : t('confirm.people', { count });
}
