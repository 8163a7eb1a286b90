import { queueMigration } from './0001-queue.ts';
import { printProofMigration } from './0002-print-proof.ts';
import { queuePolicyMigration } from './0003-queue-policy.ts';
import { materialsListMigration } from './0004-materials-list.ts';
import { earlyClosingMigration } from './0005-early-closing.ts';
import { appointmentSlipMigration } from './0006-appointment-slip.ts';
import { deviceChangeMigration } from './0007-device-change.ts';
import { ticketCopyMigration } from './0008-ticket-copy.ts';
import { sessionPaperMigration } from './0009-session-paper.ts';
import { unnamedHolderMigration } from './0010-unnamed-holder.ts';

export type Migration = { readonly id: string; readonly sql: string };

/** In order; a released migration is never changed, only followed by another. */
export const migrations: readonly Migration[] = [
  queueMigration,
  printProofMigration,
  queuePolicyMigration,
  materialsListMigration,
  earlyClosingMigration,
  appointmentSlipMigration,
  deviceChangeMigration,
  ticketCopyMigration,
  sessionPaperMigration,
  unnamedHolderMigration,
];
