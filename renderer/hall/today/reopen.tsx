import { useTranslation } from 'react-i18next';
import { useDesk } from '../../desk/desk-context.ts';
import { useRequest } from '../../desk/use-request.ts';
import { Confirm } from '../parts/confirm.tsx';

export type ReopenProps = {
  /** Of the closing that the page shows. */
  readonly closedAt: string;
  /** What became of those whose numbers it ended, in words. */
  readonly onDone: (words: string) => void;
  readonly onClose: () => void;
};

/** Takes an early closing back, after saying what that does, and what it cannot. */
export function Reopen({ closedAt, onDone, onClose }: ReopenProps) {
  const { t } = useTranslation('desk');
  const { client } = useDesk();
  const request = useRequest();
  const reopen = () =>
    void request.run(
      (options) => client.hall.reopen({ closedAt }, options),
      (answer) => {
        onDone(t(answer.stillClosed > 0 ? 'hall.today.reopenedBut' : 'hall.today.reopened', answer));
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
      <p>{t('hall.today.reopenNot')}</p>
    </Confirm>
  );
}
