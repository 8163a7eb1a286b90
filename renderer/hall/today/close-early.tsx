import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDesk } from '../../desk/desk-context.ts';
import { Field } from '../../desk/ui/field.tsx';
import { useRequest } from '../../desk/use-request.ts';
import { Confirm } from '../parts/confirm.tsx';

export type CloseEarlyProps = {
  readonly waiting: number;
  /** What became of those who waited, in words. */
  readonly onDone: (words: string) => void;
  readonly onClose: () => void;
};

/** Closes the hall before its time, after saying what that does to whom. */
export function CloseEarly({ waiting, onDone, onClose }: CloseEarlyProps) {
  const { t } = useTranslation('desk');
  const { client } = useDesk();
  const [reason, setReason] = useState('');
  const request = useRequest();
  const wanted = reason.trim();
  const close = () =>
    void request.run(
      (options) => client.hall.closeEarly({ reason: wanted }, options),
      (answer) => {
        onDone(t('hall.today.closed', answer));
        onClose();
      },
    );
  return (
    <Confirm
      title={t('hall.today.closeTitle')}
      confirm={t('hall.today.closeNow')}
      request={request}
      disabled={wanted === ''}
      onConfirm={close}
      onClose={onClose}
    >
      <p>{t('hall.today.closeWhat', { count: waiting })}</p>
      <p>{t('hall.today.closeBack')}</p>
      <Field
        label={t('hall.today.reason')}
        hint={t('hall.today.reasonHint')}
        name="reason"
        value={reason}
        onChange={setReason}
        maxLength={200}
        width="wide"
        required
      />
    </Confirm>
  );
}
