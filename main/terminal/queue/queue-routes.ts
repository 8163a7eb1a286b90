import { err } from 'neverthrow';
import type { FailureReferences } from '../failure-reference.ts';
import { terminalRoutes, valueOr } from '../http/routes.ts';
import type { QueueCalls } from './queue-calls.ts';

const routes = terminalRoutes.queue;

/** @param queue undefined while the terminal is in maintenance */
export function queueRoutes(queue: () => QueueCalls | undefined, referenceFor: FailureReferences) {
  return {
    waiting: routes.waiting.handler(({ input, errors, path }) => {
      const waiting = queue()?.waiting(input.serviceId) ?? err('HALL_UNKNOWN' as const);
      return valueOr(waiting, referenceFor, path, (code, data) => errors[code](data));
    }),
    take: routes.take.handler(({ input, errors, path }) => {
      const taken = queue()?.take(input) ?? err('HALL_UNKNOWN' as const);
      return valueOr(taken, referenceFor, path, (code, data) => errors[code](data));
    }),
    findElsewhere: routes.findElsewhere.handler(({ errors, path }) => {
      const asked = queue()?.findElsewhere() ?? err('SESSION_ENDED' as const);
      return valueOr(asked, referenceFor, path, (code, data) => errors[code](data));
    }),
    reprint: routes.reprint.handler(({ input, errors, path }) => {
      const again = queue()?.reprint(input.ticketId, input.requestKey) ?? err('TICKET_UNKNOWN' as const);
      return valueOr(again, referenceFor, path, (code, data) => errors[code](data));
    }),
    cancel: routes.cancel.handler(({ input, errors, path }) => {
      const cancelled = queue()?.cancel(input.ticketId) ?? err('TICKET_UNKNOWN' as const);
      return valueOr(cancelled, referenceFor, path, (code, data) => errors[code](data));
    }),
  };
}
