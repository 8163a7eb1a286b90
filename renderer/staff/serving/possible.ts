import type { DeskView } from '#contract/desk/staff.ts';
import { hallDay } from '../../desk/hall-clock.ts';

/** What a clerk does with the number at the counter, or to get one. */
export const deskActions = [
  'next',
  'recall',
  'serve',
  'noShow',
  'hold',
  'transfer',
  'merge',
  'finish',
] as const;
export type DeskAction = (typeof deskActions)[number];

/** Why an action cannot be done now; the words are in the language files. */
export type Obstacle =
  | { readonly why: 'nobody' | 'busy' | 'nothing' | 'serving' | 'notCome' | 'hallClosed' | 'pastDay' }
  | { readonly why: 'callsLeft'; readonly count: number };

/**
 * What stands in the way of an action, by what the page knows; undefined where nothing does. The platform judges by
 * the same rules (`domain/queue/ticket-state.ts`) on what it knows then.
 */
export function obstacleTo(action: DeskAction, view: DeskView): Obstacle | undefined {
  const { current } = view;
  if (action === 'next') {
    if (current) return { why: 'busy' };
    // Who waits in a hall that closed early stood at a counter then, and was sent on.
    if (view.waitingCount > 0) return undefined;
    return { why: view.closedSince === null ? 'nobody' : 'hallClosed' };
  }
  if (!current) return { why: 'nothing' };
  const isPast = current.businessDate !== hallDay(Date.parse(view.at));
  if (isPast && action !== 'finish') return { why: 'pastDay' };
  switch (action) {
    case 'recall':
    case 'serve':
      return current.state === 'serving' ? { why: 'serving' } : undefined;
    case 'noShow': {
      if (current.state === 'serving') return { why: 'serving' };
      const left = (view.callsBeforeNoShow ?? 0) - current.calls;
      return left > 0 ? { why: 'callsLeft', count: left } : undefined;
    }
    case 'finish':
      return current.state === 'called' ? { why: 'notCome' } : undefined;
    case 'hold':
    case 'transfer':
    case 'merge':
      return undefined;
  }
}

/** Whether what the platform tells already has what it answered to an action. */
export function reflects(
  view: DeskView,
  answered: { readonly ticketId: string; readonly state: string; readonly calls: number },
): boolean {
  const { current } = view;
  if (answered.state !== 'called' && answered.state !== 'serving')
    return current?.ticketId !== answered.ticketId;
  return (
    current?.ticketId === answered.ticketId &&
    current.state === answered.state &&
    current.calls >= answered.calls
  );
}
