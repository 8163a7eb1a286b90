import type { Hall } from '#contract/hall.ts';
import type { TicketRules } from '#domain/queue/ticket-state.ts';

const CALLS_BEFORE_NO_SHOW = 3;

export function rulesOf(hall: Hall): TicketRules {
  return { callsBeforeNoShow: hall.callsBeforeNoShow ?? CALLS_BEFORE_NO_SHOW };
}
