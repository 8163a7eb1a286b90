import { useTranslation } from 'react-i18next';
import { useDesk } from '../../desk/desk-context.ts';
import { useRequest } from '../../desk/use-request.ts';
import { Confirm } from '../parts/confirm.tsx';

export type ReopenProps = { readonly onDone: () => void; readonly onClose: () => void };

/** Opens a hall again that was closed early. */
export function Reopen({ onDone, onClose }: ReopenProps) {
  const { t } = useTranslation('desk');
  const { client } = useDesk();
  const request = useRequest();
  const reopen = () =>
    void request.run(
      (options) => client.hall.reopen(undefined, options),
      () => {
        onDone();
        onClose();
      },
    );
  return (
    <Confirm
      title={t('hall.today.reopenTitle')}
      confirm={t('hall.today.reopenNow')}
      request={request}
      onConfirm={reopen}
      onClose={onClose}
    >
      <p>{t('hall.today.reopenWhat')}</p>
    </Confirm>
  );
}
