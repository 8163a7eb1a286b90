import { useTranslation } from 'react-i18next';
import type { TicketView } from '#contract/ticket.ts';
import { PeopleIcon, TimeIcon } from '../../ui/icons.tsx';
import { Message } from '../../ui/message.tsx';
import { Stats } from '../../ui/stats.tsx';
import { useEstimate } from '../text.ts';
import { usePeople, useTicketPriority } from './priority-words.ts';

/** How long its holder waits yet, that nobody can tell now, or that he waits no more and whom to ask. */
export function TicketWait({ ticket }: { readonly ticket: TicketView }) {
  const { t } = useTranslation();
  const estimate = useEstimate();
  const people = usePeople(useTicketPriority(ticket) !== undefined);
  if (ticket.noLongerWaits) {
    return (
      <Message tone="warning" title={t('ticket.noLongerWaits.title')}>
        {t('ticket.noLongerWaits.next')}
      </Message>
    );
  }
  if (ticket.waitUnknown) {
    return (
      <Message tone="info" title={t('ticket.waitUnknown.title')}>
        {t('ticket.waitUnknown.next')}
      </Message>
    );
  }
  return (
    <Stats
      stats={[
        { icon: PeopleIcon, name: t('ticket.ahead'), value: people(ticket.waiting.ahead) },
        { icon: TimeIcon, name: t('ticket.estimate'), value: estimate(ticket.waiting) },
      ]}
    />
  );
}
