import { implement } from '@orpc/server';
import { staffContract } from '#contract/desk/staff.ts';
import type { DeskContext } from '../desk/desk-context.ts';

export const staffContracted = implement(staffContract).$context<DeskContext>();
