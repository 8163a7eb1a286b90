import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TicketView } from '#contract/ticket.ts';
import type { PageFailure } from '../../rpc/answer.ts';
import { Button } from '../../ui/button.tsx';
import { ReprintIcon } from '../../ui/icons.tsx';
import { Message } from '../../ui/message.tsx';
import { Tile } from '../../ui/tile.tsx';
import { whyNot } from '../devices.ts';
import { FailureMessage } from '../failure-message.tsx';
import { useClosing } from '../hours.ts';
import { useKiosk } from '../kiosk-context.ts';
import type { TakeOrder } from '../navigation.ts';
import { Screen } from '../screen.tsx';
import { hallClock, useLocalized } from '../text.ts';
import styles from './earlier-page.module.css';
import { useReprintSteps } from './steps.ts';

/** More than these were hardly taken by one person in one day; the newest come first. */
const MOST_SHOWN = 4;

/** The numbers that this card took today, here or at another terminal: print one again, or take a new one. */
export function EarlierPage({ order }: { readonly order: TakeOrder | undefined }) {
  const { t } = useTranslation();
  const localize = useLocalized();
  const { status, session, port, go, language } = useKiosk();
  const names = useReprintSteps();
  const [failure, setFailure] = useState<PageFailure>();
  const keys = useRef(new Map<string, string>());
  const printerFault = whyNot(status, 'receipt-printer');
  const closing = useClosing(status);
  const { elsewhere } = session;
  const tickets = [...session.earlierTickets, ...(elsewhere?.tickets ?? [])].slice(0, MOST_SHOWN);
  // Who wants a new number anyway need not tell anybody else of the hall who he is.
  const isToAsk = order === undefined && session.identity.state === 'known' && elsewhere === undefined;
  useEffect(() => {
    if (isToAsk) void port.findElsewhere();
  }, [isToAsk, port]);
  const isAsking = isToAsk || elsewhere?.state === 'asking';
  const noneLooked = elsewhere?.state === 'unreachable' || elsewhere?.state === 'asked-too-often';
  const none = isAsking
    ? ([t('card.earlierAsking'), undefined] as const)
    : ([t(noneLooked ? 'card.earlierNoneHere' : 'card.earlierNone'), t('card.earlierNoneSubtitle')] as const);
  const [title, subtitle] = tickets.length > 0 ? [t('card.earlier'), t('card.earlierChoose')] : none;

  const reprint = async (ticket: TicketView) => {
    const requestKey = keys.current.get(ticket.ticketId) ?? crypto.randomUUID();
    keys.current.set(ticket.ticketId, requestKey);
    setFailure(undefined);
    const printed = await port.reprint(ticket.ticketId, requestKey);
    if (printed.isOk()) go({ kind: 'open', page: { name: 'ticket', ticket: printed.value, reprint: true } });
    else setFailure(printed.error);
  };

  const takeNew = () =>
    go({
      kind: 'open',
      page: order === undefined ? { name: 'services', parentId: null } : { name: 'confirm', order },
    });

  return (
    <Screen
      status={status}
      title={title}
      subtitle={subtitle}
      {...(order === undefined && { steps: { names, step: 2 } })}
      actions={
        (!closing || closing.kind === 'soon' || order?.appointmentId !== undefined) && (
          <Button kind="primary" onPress={takeNew}>
            {t('card.takeNew')}
          </Button>
        )
      }
    >
      {closing?.kind === 'closed' && <Message tone="warning" title={closing.title} />}
      {failure && <FailureMessage failure={failure} />}
      {elsewhere?.state === 'unreachable' && (
        <Message tone="warning" title={t('card.elsewhereUnreachable')}>
          {t('card.elsewhereNext')}
        </Message>
      )}
      {elsewhere?.state === 'asked-too-often' && (
        <Message tone="warning" title={t('card.elsewhereTooOften')}>
          {t('card.elsewhereTooOftenNext', { count: elsewhere.askAgainInMinutes ?? 1 })}
        </Message>
      )}
      {tickets.map((ticket) => (
        <div key={ticket.ticketId} className={styles.ticket}>
          <Tile
            size="row"
            icon={ReprintIcon}
            title={
              ticket.cancelled
                ? t('ticket.cancelledLabel', { label: ticket.label })
                : t('card.reprint', { label: ticket.label })
            }
            detail={[
              localize(ticket.serviceName),
              hallClock(language, Date.parse(ticket.issuedAt)).time,
              ...(ticket.elsewhere ? [t('card.elsewhere')] : []),
              ...(ticket.noLongerWaits ? [t('ticket.noLongerWaits.short')] : []),
            ].join(' · ')}
            blocked={
              ticket.cancelled ? t('ticket.cancelled') : printerFault && t(`failure.${printerFault}.citizen`)
            }
            onPress={() => void reprint(ticket)}
          />
          {!ticket.cancelled && !ticket.elsewhere && (
            <Button onPress={() => go({ kind: 'open', page: { name: 'cancel', ticket } })}>
              {t('cancel.short')}
            </Button>
          )}
        </div>
      ))}
    </Screen>
  );
}
