/** How the paper of a confirmed job was proven: by an answer of the printer, or by its standing ready long enough. */
export const printProofMigration = {
  id: '0002-print-proof',
  sql: `ALTER TABLE print_job ADD COLUMN proof TEXT CHECK (proof IN ('answered', 'stood-ready'));`,
};
