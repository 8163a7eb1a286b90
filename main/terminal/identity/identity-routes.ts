import { err, ok } from 'neverthrow';
import type { FailureReferences } from '../failure-reference.ts';
import { terminalRoutes, valueOr } from '../http/routes.ts';
import type { Identity } from './identity.ts';

const routes = terminalRoutes.identity;

/** @param identity undefined while the terminal is in maintenance */
export function identityRoutes(identity: () => Identity | undefined, referenceFor: FailureReferences) {
  return {
    begin: routes.begin.handler(({ errors, path }) => {
      const begun = identity()?.begin() ?? err('READER_ABSENT' as const);
      return valueOr(begun, referenceFor, path, (code, data) => errors[code](data));
    }),
    cancel: routes.cancel.handler(({ errors, path }) => {
      const cancelled = identity()?.cancel() ?? ok();
      return valueOr(cancelled, referenceFor, path, (code, data) => errors[code](data));
    }),
  };
}
