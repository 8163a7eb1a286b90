import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TicketView } from '#contract/ticket.ts';
import type { PageFailure } from '../../rpc/answer.ts';
import { Message } from '../../ui/message.tsx';
import { TerminalPicture } from '../../ui/terminal-picture.tsx';
import { whyNot } from '../devices.ts';
import { useKiosk } from '../kiosk-context.ts';
import styles from './print-progress.module.css';

type PaperStory = 'printing' | 'printed' | 'retracted' | 'waiting' | 'notPrinted' | 'unsure';

/** What the citizen is told of the paper. Only what the printer confirmed is called printed. */
function paperStory({ print }: TicketView): PaperStory {
  switch (print.state) {
    case 'queued':
      return print.reason ? 'waiting' : 'printing';
    case 'sent':
      return 'printing';
    case 'confirmed':
      // Drawn back or thrown out because nobody took it: he has it no more.
      return print.output === 'retracted' || print.output === 'ejected' ? 'retracted' : 'printed';
    case 'failed':
      return 'notPrinted';
    case 'unknown':
      return 'unsure';
  }
}

/** How the paper stands, and printing once more where it did not come out. */
export function PrintProgress({ ticket }: { readonly ticket: TicketView }) {
  const { t } = useTranslation();
  const { label, print } = ticket;
  const story = paperStory(ticket);
  switch (story) {
    case 'printing':
      return (
        <Paper>
          <Message tone="info" title={t('ticket.printing')}>
            {t('ticket.printingDetail')}
          </Message>
        </Paper>
      );
    case 'printed':
      return (
        <Paper>
          <Message tone="good" title={t('ticket.printed')}>
            {t('ticket.printedDetail')}
          </Message>
        </Paper>
      );
    case 'retracted':
      return (
        <Message tone="warning" title={t('ticket.retracted')}>
          {t('ticket.retractedDetail', { label })}
        </Message>
      );
    case 'waiting':
    case 'notPrinted':
    case 'unsure': {
      const reason = story === 'unsure' ? undefined : print.reason;
      return (
        <>
          <Message
            tone="warning"
            title={
              story === 'unsure'
                ? t('ticket.unsure')
                : reason
                  ? t(`failure.${reason}.citizen`)
                  : t('ticket.notPrinted')
            }
          >
            <p>{t(story === 'unsure' ? 'ticket.unsureDetail' : 'ticket.notPrintedDetail', { label })}</p>
            {story === 'waiting' && <p>{t('ticket.waitingForPaper')}</p>}
          </Message>
        </>
      );
    }
  }
}

function Paper({ children }: { readonly children: React.ReactNode }) {
  const { t } = useTranslation();
  return (
    <div className={styles.paper}>
      <div className={styles.picture}>
        <TerminalPicture spot="paper" label={t('picture.paper')} />
      </div>
      {children}
    </div>
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
  const [asked, setAsked] = useState(false);
  const [failure, setFailure] = useState<PageFailure>();
  const story = paperStory(ticket);
  const reprint = async () => {
    setAsked(true);
    setFailure(undefined);
    const printed = await port.reprint(ticket.ticketId, crypto.randomUUID());
    setAsked(false);
    if (printed.isErr()) setFailure(printed.error);
  };
  return {
    offered: ['notPrinted', 'unsure', 'retracted'].includes(story) && !whyNot(status, 'receipt-printer'),
    asked,
    failure,
    again: () => void reprint(),
  };
}

/** The spoken form of the paper's story; nothing while it is still being written. */
export function useSpokenPrint(ticket: TicketView): string | undefined {
  const { t } = useTranslation();
  switch (paperStory(ticket)) {
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
