import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeskFailure } from '../rpc/desk-client.ts';
import { useDeskLanguage } from './desk-language.ts';
import type { DeskSession } from './desk-session.ts';
import styles from './sign-in.module.css';
import { Button } from './ui/button.tsx';
import { FailureNote } from './ui/failure-note.tsx';
import { Field } from './ui/field.tsx';

export type SignInProps = {
  readonly deskSession: DeskSession;
  /** Why the session before has ended by itself. */
  readonly reason: DeskFailure | undefined;
};

/** Login and PIN of a member of the staff. */
export function SignIn({ deskSession, reason }: SignInProps) {
  const { t } = useTranslation('desk');
  const { toggle } = useDeskLanguage();
  const [login, setLogin] = useState('');
  const [pin, setPin] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<DeskFailure | undefined>(reason);

  const signIn = async () => {
    if (busy) return;
    setBusy(true);
    const answer = await deskSession.signIn(login.trim(), pin);
    setBusy(false);
    if (answer.isErr()) {
      setFailure(answer.error);
      setPin('');
    }
  };

  return (
    <main className={styles.page}>
      <form
        className={styles.card}
        onSubmit={(event) => {
          event.preventDefault();
          void signIn();
        }}
      >
        <div className={styles.head}>
          <h1>{t('staff.signIn.title')}</h1>
          <Button kind="quiet" onPress={toggle} name="language">
            {t('staff.language')}
          </Button>
        </div>
        {failure && <FailureNote failure={failure} />}
        <Field
          label={t('staff.signIn.login')}
          name="login"
          value={login}
          onChange={setLogin}
          autoComplete="username"
          maxLength={64}
          width="wide"
          required
          first
        />
        <Field
          label={t('staff.signIn.pin')}
          name="pin"
          type="password"
          value={pin}
          onChange={setPin}
          autoComplete="current-password"
          maxLength={64}
          width="wide"
          numeric
          required
        />
        <Button kind="primary" type="submit" busy={busy} name="sign-in">
          {t('staff.signIn.go')}
        </Button>
      </form>
    </main>
  );
}
