import { err } from 'neverthrow';
import type { FailureReferences } from '../failure-reference.ts';
import { terminalRoutes, valueOr } from '../http/routes.ts';
import type { Help } from './help.ts';

const routes = terminalRoutes.help;

/** @param help undefined while the terminal is in maintenance, where no session is */
export function helpRoutes(help: () => Help | undefined, referenceFor: FailureReferences) {
  return {
    call: routes.call.handler(({ input, errors, path }) => {
      const called = help()?.call(input.screen) ?? err('SESSION_ENDED' as const);
      return valueOr(called, referenceFor, path, (code, data) => errors[code](data));
    }),
    end: routes.end.handler(({ errors, path }) => {
      const ended = help()?.end() ?? err('SESSION_ENDED' as const);
      return valueOr(ended, referenceFor, path, (code, data) => errors[code](data));
    }),
  };
}
