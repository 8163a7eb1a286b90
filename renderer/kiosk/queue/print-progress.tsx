import { useTranslation } from 'react-i18next';
import type { TicketView } from '#contract/ticket.ts';
import type { PageFailure } from '../../rpc/answer.ts';
import { whyNot } from '../devices.ts';
import { useKiosk } from '../kiosk-context.ts';
import { mayPrintAgain, PaperProgress, paperStory } from './paper-progress.tsx';
import { usePaper } from './use-paper.ts';

/** How a ticket's paper stands: whatever becomes of it, the number is good, unless it no longer waits. */
export function PrintProgress({ ticket }: { readonly ticket: TicketView }) {
  const { label, print, noLongerWaits } = ticket;
  const { t } = useTranslation();
  const detail = (valid: 'ticket.retractedDetail' | 'ticket.notPrintedDetail' | 'ticket.unsureDetail') =>
    noLongerWaits ? t('ticket.noLongerWaits.next') : t(valid, { label });
  return (
    <PaperProgress
      print={print}
      words={{
        printing: t('ticket.printing'),
        printingDetail: t('ticket.printingDetail'),
        printed: t('ticket.printed'),
        printedDetail: t(noLongerWaits ? 'ticket.noLongerWaits.printedDetail' : 'ticket.printedDetail'),
        retracted: t('ticket.retracted'),
        retractedDetail: detail('ticket.retractedDetail'),
        notPrinted: t('ticket.notPrinted'),
        notPrintedDetail: detail('ticket.notPrintedDetail'),
        unsure: t('ticket.unsure'),
        unsureDetail: detail('ticket.unsureDetail'),
        waitingForPaper: t('ticket.waitingForPaper'),
      }}
    />
  );
}

/** Printing once more, where the paper surely or perhaps did not come out and the printer can print. */
export function useReprint(ticket: TicketView): {
  readonly offered: boolean;
  readonly asked: boolean;
  readonly failure: PageFailure | undefined;
  readonly again: () => void;
} {
  const { port, status } = useKiosk();
  const { asked, failure, print } = usePaper(port.reprint);
  return {
    offered: mayPrintAgain(ticket.print) && !whyNot(status, 'receipt-printer'),
    asked,
    failure,
    again: () => print(ticket.ticketId),
  };
}

/** The spoken form of the paper's story; nothing while it is still being written. */
export function useSpokenPrint(ticket: TicketView): string | undefined {
  const { t } = useTranslation();
  const story = paperStory(ticket.print);
  if (ticket.noLongerWaits && story !== 'printing')
    return t(story === 'printed' ? 'ticket.noLongerWaits.printedSpoken' : 'ticket.noLongerWaits.spoken');
  switch (story) {
    case 'printing':
      return undefined;
    case 'printed':
      return t('ticket.printedSpoken');
    case 'retracted':
      return t('ticket.retractedSpoken');
    case 'waiting':
    case 'notPrinted':
    case 'unsure':
      return t('ticket.notPrintedSpoken', { label: ticket.label });
  }
}
