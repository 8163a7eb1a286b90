import { implement } from '@orpc/server';
import { hallAdministrationContract } from '#contract/desk/hall-administration.ts';
import type { DeskContext } from '../desk/desk-context.ts';

export const administrationContracted = implement(hallAdministrationContract).$context<DeskContext>();
