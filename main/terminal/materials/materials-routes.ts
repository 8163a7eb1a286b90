import { err } from 'neverthrow';
import type { FailureReferences } from '../failure-reference.ts';
import { terminalRoutes, valueOr } from '../http/routes.ts';
import type { MaterialsLists } from './materials-lists.ts';

/** @param lists undefined while the terminal is in maintenance */
export function materialsRoutes(lists: () => MaterialsLists | undefined, referenceFor: FailureReferences) {
  return {
    print: terminalRoutes.materials.print.handler(({ input, errors, path }) => {
      const printed = lists()?.print(input) ?? err('HALL_UNKNOWN' as const);
      return valueOr(printed, referenceFor, path, (code, data) => errors[code](data));
    }),
  };
}
