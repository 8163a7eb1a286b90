import { useTranslation } from 'react-i18next';
import type { PrintView } from '#contract/ticket.ts';
import { Message } from '../../ui/message.tsx';
import { TerminalPicture } from '../../ui/terminal-picture.tsx';
import styles from './paper-progress.module.css';

export type PaperStory = 'printing' | 'printed' | 'retracted' | 'waiting' | 'notPrinted' | 'unsure';

/** What the citizen is told of the paper. Only what the printer confirmed is called printed. */
export function paperStory(print: PrintView): PaperStory {
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

/** A story that ends with no paper in his hand, surely or perhaps: it may be printed once more, if there is more to have. */
export function mayPrintAgain(print: PrintView): boolean {
  return (
    print.reason !== 'LISTS_USED_UP' && ['notPrinted', 'unsure', 'retracted'].includes(paperStory(print))
  );
}

/** What is said of one kind of paper. */
export type PaperWords = {
  readonly printing: string;
  readonly printingDetail: string;
  readonly printed: string;
  readonly printedDetail: string;
  readonly retracted: string;
  readonly retractedDetail: string;
  readonly notPrinted: string;
  readonly notPrintedDetail: string;
  readonly unsure: string;
  readonly unsureDetail: string;
  readonly waitingForPaper: string;
};

/** How a paper stands. */
export function PaperProgress({ print, words }: { readonly print: PrintView; readonly words: PaperWords }) {
  const { t } = useTranslation();
  const story = paperStory(print);
  switch (story) {
    case 'printing':
      return (
        <Paper>
          <Message tone="info" title={words.printing}>
            {words.printingDetail}
          </Message>
        </Paper>
      );
    case 'printed':
      return (
        <Paper>
          <Message tone="good" title={words.printed}>
            {words.printedDetail}
          </Message>
        </Paper>
      );
    case 'retracted':
      return (
        <Message tone="warning" title={words.retracted}>
          {words.retractedDetail}
        </Message>
      );
    case 'unsure':
      return (
        <Message tone="warning" title={words.unsure}>
          {words.unsureDetail}
        </Message>
      );
    case 'waiting':
    case 'notPrinted':
      return (
        <Message
          tone="warning"
          title={print.reason ? t(`failure.${print.reason}.citizen`) : words.notPrinted}
        >
          <p>{words.notPrintedDetail}</p>
          {story === 'waiting' && <p>{words.waitingForPaper}</p>}
        </Message>
      );
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
