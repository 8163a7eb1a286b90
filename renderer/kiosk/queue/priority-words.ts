import { useTranslation } from 'react-i18next';
import type { TicketView } from '#contract/ticket.ts';
import { useKiosk } from '../kiosk-context.ts';
import type { TakeOrder } from '../navigation.ts';

/** With what priority a number would be given now, in words; undefined without. */
export function usePriorityWords({ priority, appointmentId }: TakeOrder): string | undefined {
  const { t } = useTranslation();
  const { session, mode } = useKiosk();
  const { identity, appointments } = session;
  const appointment =
    appointments?.state === 'found'
      ? appointments.appointments.find((each) => each.appointmentId === appointmentId)
      : undefined;
  if (appointment?.checkIn === 'on-time') return t('priority.classes.appointment');
  if (priority) {
    const name = t(`priority.classes.${priority}`);
    return mode.elder ? name : t('priority.documentShown', { name });
  }
  if (identity.state === 'known' && identity.person.elderly)
    return t(mode.elder ? 'priority.classes.elderly' : 'priority.byAge');
  return undefined;
}

/** The priority of a ticket that was given, in words; undefined for an ordinary one. */
export function useTicketPriority({ priorityClass }: TicketView): string | undefined {
  const { t } = useTranslation();
  return priorityClass === 'ordinary' ? undefined : t(`priority.classes.${priorityClass}`);
}

/** How many are before somebody; with priority some of them may be passed. */
export function usePeople(preferred: boolean): (count: number) => string {
  const { t } = useTranslation();
  return (count) =>
    preferred && count > 0 ? t('confirm.peopleAtMost', { count }) : t('confirm.people', { count });
}
