import { useTranslation } from 'react-i18next';
import type { TicketView } from '#contract/ticket.ts';
import { Button } from '../../ui/button.tsx';
import { Column, Columns } from '../../ui/columns.tsx';
import { FactList } from '../../ui/fact-list.tsx';
import { HandIcon, ListIcon, PlaceIcon, ReprintIcon, WarningIcon } from '../../ui/icons.tsx';
import { QrCode } from '../../ui/qr-code.tsx';
import { FailureMessage } from '../failure-message.tsx';
import { useKiosk } from '../kiosk-context.ts';
import { Screen } from '../screen.tsx';
import { useLocalized } from '../text.ts';
import { PrintProgress, useReprint, useSpokenPrint } from './print-progress.tsx';
import { useTicketPriority } from './priority-words.ts';
import { useReprintSteps, useTakeSteps } from './steps.ts';
import styles from './ticket-page.module.css';
import { TicketWait } from './ticket-wait.tsx';

type TicketPageProps = { readonly issued: TicketView; readonly reprinted: boolean };

/** The number, what happens to its paper, and what to do next. */
export function TicketPage({ issued, reprinted }: TicketPageProps) {
  const { t } = useTranslation();
  const localize = useLocalized();
  const { status, session, mode, go, leave } = useKiosk();
  const takeSteps = useTakeSteps();
  const reprintSteps = useReprintSteps();
  const steps = reprinted ? { names: reprintSteps, step: reprintSteps.length } : takeSteps('ticket');
  const ticket = latest(issued, session.ticket, session.earlierTickets);
  const reprint = useReprint(ticket);
  const priority = useTicketPriority(ticket);
  const spokenPrint = useSpokenPrint(ticket);
  return (
    <Screen
      status={status}
      title={t(reprinted ? 'ticket.titleOfCopy' : 'ticket.title')}
      {...(!mode.elder && { steps })}
      above={
        <p className={styles.number} aria-label={`${t('ticket.number')} ${ticket.label}`}>
          {ticket.label}
        </p>
      }
      spoken={[t('ticket.spoken', { label: ticket.label }), spokenPrint].filter(Boolean).join('')}
      actions={
        <>
          {/* In elder mode the room is the paper's; a number is given back by its card or paper as well. */}
          {!mode.elder && !ticket.cancelled && !ticket.elsewhere && (
            <Button onPress={() => go({ kind: 'open', page: { name: 'cancel', ticket } })}>
              {t('cancel.short')}
            </Button>
          )}
          {reprint.offered && (
            <Button icon={ReprintIcon} disabled={reprint.asked} onPress={reprint.again}>
              {t('ticket.again')}
            </Button>
          )}
          <Button kind="primary" first onPress={() => leave('finished')}>
            {t('ticket.finish')}
          </Button>
        </>
      }
    >
      <Columns>
        <Column>
          {reprint.failure ? <FailureMessage failure={reprint.failure} /> : <PrintProgress ticket={ticket} />}
          <TicketWait ticket={ticket} />
        </Column>
        <div className={styles.body}>
          <FactList
            compact
            facts={[
              {
                icon: ListIcon,
                name: t('ticket.service'),
                value: localize(ticket.serviceName),
                strong: true,
              },
              {
                icon: PlaceIcon,
                name: t('ticket.counters'),
                value: ticket.counters.map((counter) => (
                  <span key={counter['zh-CN']} className={styles.counter}>
                    {localize(counter)}
                  </span>
                )),
              },
              ...(priority === undefined || mode.elder
                ? []
                : [{ icon: HandIcon, name: t('priority.name'), value: priority }]),
              ...(ticket.missing.length === 0 || mode.elder || mode.largeText
                ? []
                : [
                    {
                      icon: WarningIcon,
                      name: t('confirm.missing'),
                      value: t('materials.missing', { count: ticket.missing.length }),
                    },
                  ]),
            ]}
          />
          <figure className={styles.qr}>
            <QrCode text={ticket.code} label={t('picture.qr')} />
            <figcaption>{t(opensPage(ticket) ? 'ticket.qrFollow' : 'ticket.qr')}</figcaption>
          </figure>
        </div>
      </Columns>
    </Screen>
  );
}

/** Its code is the address of a page, and not only the number to be read. */
function opensPage({ code }: TicketView): boolean {
  return /^https?:/.test(code);
}

/** The ticket as the session knows it now: its paper's state changes after it was given. */
function latest(
  issued: TicketView,
  present: TicketView | undefined,
  earlier: readonly TicketView[],
): TicketView {
  if (present?.ticketId === issued.ticketId) return present;
  return earlier.find((ticket) => ticket.ticketId === issued.ticketId) ?? issued;
}
