import { commandBodySchema } from '#contract/platform/commands.ts';
import { localizedTextSchema } from '#contract/scalars.ts';
import type { RecoveryPlan } from './storage/successor.ts';

type Row = Readonly<Record<string, unknown>>;

/**
 * What is taken over from a damaged database: what the platform has not heard yet and the citizens' tickets. The
 * hall comes anew from the platform; leases must not be taken over (see RecoveryPlan).
 */
export const recoveryPlan: RecoveryPlan = {
  tables: [
    { table: 'ticket', isSound: (row) => holdsText(row) && isJson(row['service_name'], localizedTextSchema) },
    { table: 'print_job', isSound: holdsText },
    { table: 'outbox', isSound: (row) => holdsText(row) && isJson(row['body'], commandBodySchema) },
  ],
};

/** Zeros inside a text are what a torn page leaves. */
function holdsText(row: Row): boolean {
  return Object.values(row).every((value) => typeof value !== 'string' || !value.includes('\0'));
}

function isJson(text: unknown, schema: { safeParse: (data: unknown) => { success: boolean } }): boolean {
  if (typeof text !== 'string') return false;
  try {
    return schema.safeParse(JSON.parse(text)).success;
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return false;
    throw thrown;
  }
}
