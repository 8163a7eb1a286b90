import { useState } from 'react';
import type { DeskFailure } from '../rpc/desk-client.ts';
import styles from './ticket.module.css';

/** What was refused, if anything was. */
export type Cancel = () => Promise<DeskFailure | undefined>;

export type CancelWords = {
  readonly ask: string;
  readonly sure: string;
  readonly yes: string;
  readonly no: string;
  readonly busy: string;
  readonly failed: string;
  /** It stands in another state by now. */
  readonly late: string;
};

export type CancelQuestionProps = {
  readonly words: CancelWords;
  readonly onCancel: Cancel;
  /** The refusal that means that it is too late. */
  readonly lateCode: DeskFailure['code'];
};

/** Gives something back after one question. That it was given back is seen by its state. */
export function CancelQuestion({ words, onCancel, lateCode }: CancelQuestionProps) {
  const [step, setStep] = useState<'closed' | 'asked' | 'busy' | 'failed' | 'late'>('closed');
  const cancel = async () => {
    setStep('busy');
    const failure = await onCancel();
    if (failure) setStep(failure.code === lateCode ? 'late' : 'failed');
    else setStep('closed');
  };
  if (step === 'closed') {
    return (
      <button type="button" className={styles.quiet} onClick={() => setStep('asked')}>
        {words.ask}
      </button>
    );
  }
  return (
    <section className={styles.question}>
      {step === 'failed' && <p role="alert">{words.failed}</p>}
      {step === 'late' && <p role="alert">{words.late}</p>}
      <p>{words.sure}</p>
      {/* oxlint-disable-next-line jsx-a11y/no-autofocus -- the safe answer to a question that was just asked */}
      <button type="button" className={styles.main} autoFocus onClick={() => setStep('closed')}>
        {words.no}
      </button>
      <button
        type="button"
        className={styles.danger}
        disabled={step === 'busy'}
        onClick={() => void cancel()}
      >
        {step === 'busy' ? words.busy : words.yes}
      </button>
    </section>
  );
}
