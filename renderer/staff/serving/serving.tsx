import { useCallback, useRef, useState } from 'react';
import { VisuallyHidden } from 'react-aria-components/VisuallyHidden';
import { useTranslation } from 'react-i18next';
import type { DeskView } from '#contract/desk/staff.ts';
import type { DeskTicket } from '#contract/desk/ticket.ts';
import { useDesk } from '../../desk/desk-context.ts';
import { clockTime } from '../../desk/hall-clock.ts';
import { Message } from '../../ui/message.tsx';
import { ActionNote } from '../action-note.tsx';
import { AppointmentsDialog } from '../appointments-dialog.tsx';
import { KeysDialog } from '../keys-dialog.tsx';
import { Lists } from '../lists/lists.tsx';
import { useActions } from '../use-actions.ts';
import { useKeys } from '../use-keys.ts';
import { ActionBar } from './action-bar.tsx';
import { CallByNumber } from './call-by-number.tsx';
import { CurrentTicket } from './current-ticket.tsx';
import { MergeDialog } from './merge-dialog.tsx';
import { type DeskAction, deskActions, obstacleTo, reflects } from './possible.ts';
import { RestButtons } from './rest-buttons.tsx';
import styles from './serving.module.css';
import { TransferDialog } from './transfer-dialog.tsx';
import { untilShown } from './until-shown.ts';

/** The open counter: its number, what can be done with it, and who waits. */
export function Serving({ view }: { readonly view: DeskView }) {
  const { t } = useTranslation('desk');
  const { client, live } = useDesk();
  const actions = useActions();
  const { busy, runner } = actions;
  const [dialog, setDialog] = useState<'transfer' | 'merge' | 'keys' | 'appointments'>();
  const number = useRef<HTMLInputElement>(null);
  const { staff } = client;
  const { current } = view;

  type Answer = { readonly ticket: Pick<DeskTicket, 'ticketId' | 'state' | 'calls'> };
  const shown = ({ ticket }: Answer) => untilShown(live, (each) => reflects(each, ticket));
  const onCurrent = (action: 'recall' | 'serve' | 'noShow' | 'hold' | 'finish', ticketId: string) =>
    runner.press(action, (actionKey, options) => staff[action]({ actionKey, ticketId }, options), shown);

  const act = (action: DeskAction) => {
    if (busy !== undefined || obstacleTo(action, view)) return;
    if (action === 'next') {
      runner.press('next', (actionKey, options) => staff.next({ actionKey }, options), shown);
    } else if (action === 'transfer' || action === 'merge') setDialog(action);
    else if (current) onCurrent(action, current.ticketId);
  };
  const call = useCallback(
    (label: string) =>
      runner.press(
        'call',
        (actionKey, options) => staff.call({ actionKey, label }, options),
        ({ ticket }) => untilShown(live, (each) => reflects(each, ticket)),
      ),
    [runner, staff, live],
  );
  const onParked = (action: 'resume' | 'reinstate', { ticketId }: DeskTicket) =>
    runner.press(action, (actionKey, options) => staff[action]({ actionKey, ticketId }, options), shown);
  const transfer = (queueId: string) => {
    setDialog(undefined);
    if (!current) return;
    const { ticketId } = current;
    runner.press(
      'transfer',
      (actionKey, options) => staff.transfer({ actionKey, ticketId, queueId }, options),
      shown,
    );
  };
  const isMerged = (ticketId: string) => (each: DeskView) =>
    each.merged.some((merged) => merged.ticketId === ticketId);
  const merge = (label: string) => {
    setDialog(undefined);
    if (!current) return;
    const { ticketId } = current;
    runner.press(
      'merge',
      (actionKey, options) => staff.merge({ actionKey, ticketId, label }, options),
      ({ ticket }) => untilShown(live, isMerged(ticket.ticketId)),
    );
  };
  const unmerge = ({ ticketId: mergedTicketId }: DeskTicket) => {
    setDialog(undefined);
    if (!current) return;
    const { ticketId } = current;
    runner.press(
      'merge',
      (actionKey, options) => staff.unmerge({ actionKey, ticketId, mergedTicketId }, options),
      () => untilShown(live, (each) => !isMerged(mergedTicketId)(each)),
    );
  };
  const rest = (action: 'pause' | 'closeCounter') =>
    runner.press(
      action,
      (actionKey, options) => staff[action]({ actionKey }, options),
      () => untilShown(live, ({ counter }) => counter?.state !== 'open'),
    );

  useKeys({
    ...Object.fromEntries(deskActions.map((action) => [action, () => act(action)])),
    keys: () => setDialog('keys'),
    appointments: () => setDialog('appointments'),
    byNumber: () => number.current?.focus(),
    break: () => {
      if (!current) rest('pause');
    },
  });

  return (
    <main className={styles.page}>
      <VisuallyHidden elementType="h1">{t('staff.pageTitle')}</VisuallyHidden>
      <div className={styles.main}>
        {view.closedSince !== null && (
          <Message tone="info" title={t('staff.closed', { time: clockTime(view.closedSince) })} />
        )}
        <CurrentTicket view={view} />
        <ActionBar view={view} busy={busy} onAction={act} />
        <ActionNote actions={actions} />
        <div className={styles.below}>
          <CallByNumber field={number} blocked={busy !== undefined || current !== null} onCall={call} />
          <RestButtons
            blocked={busy !== undefined}
            occupied={current !== null}
            onRest={rest}
            onAppointments={() => setDialog('appointments')}
            onKeys={() => setDialog('keys')}
          />
        </div>
      </div>
      <Lists view={view} blocked={busy !== undefined} onCall={call} onParked={onParked} />
      {dialog === 'transfer' && current && (
        <TransferDialog
          view={view}
          ticket={current}
          onChoose={transfer}
          onClose={() => setDialog(undefined)}
        />
      )}
      {dialog === 'merge' && current && (
        <MergeDialog
          view={view}
          ticket={current}
          onMerge={merge}
          onUnmerge={unmerge}
          onClose={() => setDialog(undefined)}
        />
      )}
      {dialog === 'appointments' && <AppointmentsDialog onClose={() => setDialog(undefined)} />}
      {dialog === 'keys' && <KeysDialog onClose={() => setDialog(undefined)} />}
    </main>
  );
}
