import { useTranslation } from 'react-i18next';
import { FailureNote } from '../desk/ui/failure-note.tsx';
import { Message } from '../ui/message.tsx';
import type { Actions } from './use-actions.ts';

/** What became of the last press, where it was not done at once. */
export function ActionNote({ actions }: { readonly actions: Actions }) {
  const { t } = useTranslation('desk');
  const { failure, resending, runner } = actions;
  if (failure) {
    return <FailureNote failure={failure.failure} onRetry={failure.retry} onClose={runner.dismiss} />;
  }
  return resending && <Message tone="warning" title={t('staff.resending')} />;
}
