/**
 * Tickets of other terminals that were printed again here. The print ledger holds papers of four kinds; SQLite cannot
 * loosen a check, so its table is made anew with what stands in it.
 */
export const ticketCopyMigration = {
  id: '0008-ticket-copy',
  sql: `
    CREATE TABLE ticket_copy (
      copy_id TEXT PRIMARY KEY,
      session_id TEXT NOT NULL,
      ticket_id TEXT NOT NULL,
      business_date TEXT NOT NULL,
      UNIQUE (session_id, ticket_id)
    ) STRICT;

    CREATE TABLE print_job_of_paper (
      job_id TEXT PRIMARY KEY,
      ticket_id TEXT REFERENCES ticket (ticket_id) ON DELETE CASCADE,
      list_id TEXT REFERENCES materials_list (list_id) ON DELETE CASCADE,
      slip_id TEXT REFERENCES appointment_slip (slip_id) ON DELETE CASCADE,
      copy_id TEXT REFERENCES ticket_copy (copy_id) ON DELETE CASCADE,
      request_key TEXT UNIQUE,
      reprint INTEGER NOT NULL CHECK (reprint IN (0, 1)),
      state TEXT NOT NULL CHECK (state IN ('queued', 'sent', 'confirmed', 'failed', 'unknown')),
      reason TEXT,
      position INTEGER NOT NULL UNIQUE,
      created_at INTEGER NOT NULL,
      ended_at INTEGER,
      proof TEXT CHECK (proof IN ('answered', 'stood-ready')),
      CHECK (
        (ticket_id IS NOT NULL) + (list_id IS NOT NULL) + (slip_id IS NOT NULL) + (copy_id IS NOT NULL) = 1
      )
    ) STRICT;
    INSERT INTO print_job_of_paper
      (job_id, ticket_id, list_id, slip_id, request_key, reprint, state, reason, position, created_at, ended_at, proof)
      SELECT job_id, ticket_id, list_id, slip_id, request_key, reprint, state, reason, position, created_at, ended_at,
        proof
      FROM print_job;
    DROP TABLE print_job;
    ALTER TABLE print_job_of_paper RENAME TO print_job;
    CREATE INDEX print_job_of_ticket ON print_job (ticket_id, position);
    CREATE INDEX print_job_of_list ON print_job (list_id, position);
    CREATE INDEX print_job_of_slip ON print_job (slip_id, position);
    CREATE INDEX print_job_of_copy ON print_job (copy_id, position);
    CREATE INDEX print_job_open ON print_job (state) WHERE state IN ('queued', 'sent');
  `,
};
