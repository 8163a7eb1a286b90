import type { FailureReferences } from '../failure-reference.ts';
import { latest, terminalRoutes, valueOr } from '../http/routes.ts';
import type { Sessions } from './session.ts';

const routes = terminalRoutes.session;

export function sessionRoutes(sessions: Sessions, referenceFor: FailureReferences) {
  return {
    watch: routes.watch.handler(({ context, signal }) => latest(sessions.view, context, signal)),
    start: routes.start.handler(({ input }) => ({ sessionId: sessions.start(input.language).sessionId })),
    setLanguage: routes.setLanguage.handler(({ input, errors, path }) =>
      valueOr(sessions.setLanguage(input.language), referenceFor, path, (code, data) => errors[code](data)),
    ),
    touch: routes.touch.handler(({ errors, path }) =>
      valueOr(sessions.touch(), referenceFor, path, (code, data) => errors[code](data)),
    ),
    end: routes.end.handler(({ input }) => sessions.end(input.reason)),
  };
}
