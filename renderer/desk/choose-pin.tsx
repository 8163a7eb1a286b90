import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StaffSession } from '#contract/desk/staff.ts';
import type { DeskFailure } from '../rpc/desk-client.ts';
import type { DeskSession } from './desk-session.ts';
import styles from './sign-in.module.css';
import { Button } from './ui/button.tsx';
import { FailureNote } from './ui/failure-note.tsx';
import { Field } from './ui/field.tsx';

export type ChoosePinProps = { readonly deskSession: DeskSession; readonly session: StaffSession };

/** For whoever has signed in with a PIN that somebody else knows: his own, before anything else. */
export function ChoosePin({ deskSession, session }: ChoosePinProps) {
  const { t } = useTranslation('desk');
  const [pin, setPin] = useState('');
  const [again, setAgain] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<DeskFailure>();
  const differs = again !== '' && again !== pin;

  const choose = async () => {
    if (busy || pin === '' || again !== pin) return;
    setBusy(true);
    const answer = await deskSession.choosePin(pin);
    setBusy(false);
    if (answer.isErr()) {
      setFailure(answer.error);
      setPin('');
      setAgain('');
    }
  };

  return (
    <main className={styles.page}>
      <form
        className={styles.card}
        onSubmit={(event) => {
          event.preventDefault();
          void choose();
        }}
      >
        <h1>{t('staff.choosePin.title', { name: session.name })}</h1>
        <p>{t('staff.choosePin.why')}</p>
        {failure && <FailureNote failure={failure} />}
        <Field
          label={t('staff.choosePin.pin')}
          hint={t('staff.choosePin.rule')}
          name="pin"
          type="password"
          value={pin}
          onChange={setPin}
          autoComplete="new-password"
          maxLength={64}
          width="wide"
          numeric
          required
          first
        />
        <Field
          label={t('staff.choosePin.again')}
          error={differs ? t('staff.choosePin.differs') : undefined}
          name="pin-again"
          type="password"
          value={again}
          onChange={setAgain}
          autoComplete="new-password"
          maxLength={64}
          width="wide"
          numeric
          required
        />
        <Button kind="primary" type="submit" busy={busy} name="choose-pin">
          {t('staff.choosePin.go')}
        </Button>
        <Button kind="quiet" onPress={() => void deskSession.signOut()} name="sign-out">
          {t('staff.signOut')}
        </Button>
      </form>
    </main>
  );
}
