import { useTranslation } from 'react-i18next';
import type { CounterNow } from '#contract/desk/staff.ts';
import { useLocalized } from '../../desk/desk-language.ts';
import { clockTime } from '../../desk/hall-clock.ts';
import { Button } from '../../desk/ui/button.tsx';
import { Dialog } from '../../desk/ui/dialog.tsx';
import { FailureNote } from '../../desk/ui/failure-note.tsx';
import type { DeskFailure } from '../../rpc/desk-client.ts';

export type TakeOverProps = {
  readonly counter: CounterNow & { readonly unheardSince: string };
  readonly busy: boolean;
  readonly failure: DeskFailure | undefined;
  readonly onTakeOver: () => void;
  readonly onClose: () => void;
};

/** Asks before a counter is taken from whoever has left it without signing out. */
export function TakeOver({ counter, busy, failure, onTakeOver, onClose }: TakeOverProps) {
  const { t } = useTranslation('desk');
  const words = useLocalized();
  const { label, staffName, ticketLabel, unheardSince } = counter;
  return (
    <Dialog
      alert
      title={t('staff.counter.takeOverTitle', { counter: words(label) })}
      onClose={onClose}
      actions={
        <>
          <Button first onPress={onClose} name="cancel">
            {t('staff.counter.takeOverNot')}
          </Button>
          <Button kind="primary" busy={busy} onPress={onTakeOver} name="take-over">
            {t('staff.counter.takeOver')}
          </Button>
        </>
      }
    >
      {failure && <FailureNote failure={failure} />}
      <p>{t('staff.counter.takeOverWhat', { name: staffName, time: clockTime(unheardSince) })}</p>
      {ticketLabel !== null && <p>{t('staff.counter.takeOverTicket', { number: ticketLabel })}</p>}
    </Dialog>
  );
}
