import { useTranslation } from 'react-i18next';
import type { FollowUpView } from '#contract/desk/board.ts';
import { type Cancel, CancelQuestion } from './cancel-question.tsx';

/** Out of these states a ticket can be given back. */
const CANCELLABLE: ReadonlySet<FollowUpView['state']> = new Set(['waiting', 'called', 'held', 'no-show']);

/** Gives the place back. */
export function CancelButton({ view, onCancel }: { readonly view: FollowUpView; readonly onCancel: Cancel }) {
  const { t } = useTranslation('desk');
  if (!CANCELLABLE.has(view.state)) return null;
  const words = t('ticket.cancel', { returnObjects: true });
  return <CancelQuestion words={words} onCancel={onCancel} lateCode="TICKET_STATE" />;
}
