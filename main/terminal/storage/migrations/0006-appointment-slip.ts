/**
 * Slips of appointments that were given instead of a number. The print ledger holds papers of three kinds; SQLite cannot
 * loosen a check, so its table is made anew with what stands in it.
 */
export const appointmentSlipMigration = {
  id: '0006-appointment-slip',
  sql: `
    CREATE TABLE appointment_slip (
      slip_id TEXT PRIMARY KEY,
      session_id TEXT NOT NULL,
      appointment_id TEXT NOT NULL,
      from_at INTEGER NOT NULL,
      business_date TEXT NOT NULL,
      UNIQUE (session_id, appointment_id, from_at)
    ) STRICT;

    CREATE TABLE print_job_of_paper (
      job_id TEXT PRIMARY KEY,
      ticket_id TEXT REFERENCES ticket (ticket_id) ON DELETE CASCADE,
      list_id TEXT REFERENCES materials_list (list_id) ON DELETE CASCADE,
      slip_id TEXT REFERENCES appointment_slip (slip_id) ON DELETE CASCADE,
      request_key TEXT UNIQUE,
      reprint INTEGER NOT NULL CHECK (reprint IN (0, 1)),
      state TEXT NOT NULL CHECK (state IN ('queued', 'sent', 'confirmed', 'failed', 'unknown')),
      reason TEXT,
      position INTEGER NOT NULL UNIQUE,
      created_at INTEGER NOT NULL,
      ended_at INTEGER,
      proof TEXT CHECK (proof IN ('answered', 'stood-ready')),
      CHECK ((ticket_id IS NOT NULL) + (list_id IS NOT NULL) + (slip_id IS NOT NULL) = 1)
    ) STRICT;
    INSERT INTO print_job_of_paper
      (job_id, ticket_id, list_id, request_key, reprint, state, reason, position, created_at, ended_at, proof)
      SELECT job_id, ticket_id, list_id, request_key, reprint, state, reason, position, created_at, ended_at, proof
      FROM print_job;
    DROP TABLE print_job;
    ALTER TABLE print_job_of_paper RENAME TO print_job;
    CREATE INDEX print_job_of_ticket ON print_job (ticket_id, position);
    CREATE INDEX print_job_of_list ON print_job (list_id, position);
    CREATE INDEX print_job_of_slip ON print_job (slip_id, position);
    CREATE INDEX print_job_open ON print_job (state) WHERE state IN ('queued', 'sent');
  `,
};
