import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FollowUpView } from '#contract/desk/board.ts';
import type { DeskFailure } from '../rpc/desk-client.ts';
import styles from './ticket.module.css';

/** Out of these states a ticket can be given back. */
const CANCELLABLE: ReadonlySet<FollowUpView['state']> = new Set(['waiting', 'called', 'held', 'no-show']);

export type CancelTicket = () => Promise<DeskFailure | undefined>;

/** Gives the place back, after one question. That it was cancelled is seen by the state of the ticket. */
export function CancelButton({
  view,
  onCancel,
}: {
  readonly view: FollowUpView;
  readonly onCancel: CancelTicket;
}) {
  const { t } = useTranslation('desk');
  const [step, setStep] = useState<'closed' | 'asked' | 'busy' | 'failed' | 'late'>('closed');
  if (!CANCELLABLE.has(view.state)) return null;
  const cancel = async () => {
    setStep('busy');
    const failure = await onCancel();
    if (failure) setStep(failure.code === 'TICKET_STATE' ? 'late' : 'failed');
    else setStep('closed');
  };
  if (step === 'closed') {
    return (
      <button type="button" className={styles.quiet} onClick={() => setStep('asked')}>
        {t('ticket.cancel.ask')}
      </button>
    );
  }
  return (
    <section className={styles.question}>
      {step === 'failed' && <p role="alert">{t('ticket.cancel.failed')}</p>}
      {step === 'late' && <p role="alert">{t('ticket.cancel.late')}</p>}
      <p>{t('ticket.cancel.sure')}</p>
      {/* oxlint-disable-next-line jsx-a11y/no-autofocus -- the safe answer to a question that was just asked */}
      <button type="button" className={styles.main} autoFocus onClick={() => setStep('closed')}>
        {t('ticket.cancel.no')}
      </button>
      <button
        type="button"
        className={styles.danger}
        disabled={step === 'busy'}
        onClick={() => void cancel()}
      >
        {step === 'busy' ? t('ticket.cancel.busy') : t('ticket.cancel.yes')}
      </button>
    </section>
  );
}
