import { implement } from '@orpc/server';
import { staffContract } from '#contract/desk/staff.ts';
import type { DeskContext } from '../desk/desk-context.ts';

export const staffContracted = implement(staffContract).$context<DeskContext>();

/** States are made by code that the compiler checks; to check each again for each watcher cost more than making it. */
export const watchContracted = implement(staffContract.watch, {
  initialOutputValidationIndex: Number.NaN,
}).$context<DeskContext>();
