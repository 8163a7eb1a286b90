import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FoundAppointment } from '#contract/desk/appointments.ts';
import { useDesk } from '../../desk/desk-context.ts';
import { Button } from '../../desk/ui/button.tsx';
import { FailureNote } from '../../desk/ui/failure-note.tsx';
import { Field } from '../../desk/ui/field.tsx';
import { useRequest } from '../../desk/use-request.ts';
import styles from './appointments.module.css';
import { askedFor } from './asked-for.ts';

export type FindAppointmentsProps = {
  /** Takes the focus at once. */
  readonly first: boolean;
  readonly onFound: (appointments: readonly FoundAppointment[], again: string) => void;
};

/** By the code or the ID number that somebody reads out, shows, or has scanned. */
export function FindAppointments({ first, onFound }: FindAppointmentsProps) {
  const { t } = useTranslation('desk');
  const { client } = useDesk();
  const [text, setText] = useState('');
  const { busy, failure, clear, run } = useRequest();
  const find = () => {
    if (text.trim() === '') return;
    void run(
      (options) => client.appointments.find(askedFor(text), options),
      ({ appointments }) => {
        onFound(appointments, text);
        setText('');
      },
    );
  };
  return (
    <>
      <form
        className={styles.find}
        onSubmit={(event) => {
          event.preventDefault();
          find();
        }}
      >
        <Field
          label={t('hall.appointments.findLabel')}
          hint={t('hall.appointments.findHint')}
          name="find"
          value={text}
          onChange={setText}
          maxLength={128}
          autoComplete="off"
          first={first}
          width="wide"
        />
        <Button type="submit" busy={busy} disabled={text.trim() === ''} name="find-appointments">
          {t('hall.appointments.find')}
        </Button>
      </form>
      {failure && <FailureNote failure={failure} onClose={clear} />}
    </>
  );
}
