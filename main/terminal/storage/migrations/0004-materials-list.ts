/**
 * Lists of what is missing, printed without a number. The print ledger holds papers of both kinds; SQLite cannot loosen
 * a column, so its table is made anew with what stands in it.
 */
export const materialsListMigration = {
  id: '0004-materials-list',
  sql: `
    CREATE TABLE materials_list (
      list_id TEXT PRIMARY KEY,
      session_id TEXT NOT NULL,
      service_id TEXT NOT NULL,
      missing TEXT NOT NULL,
      business_date TEXT NOT NULL,
      UNIQUE (session_id, service_id, missing)
    ) STRICT;

    CREATE TABLE print_job_of_paper (
      job_id TEXT PRIMARY KEY,
      ticket_id TEXT REFERENCES ticket (ticket_id) ON DELETE CASCADE,
      list_id TEXT REFERENCES materials_list (list_id) ON DELETE CASCADE,
      request_key TEXT UNIQUE,
      reprint INTEGER NOT NULL CHECK (reprint IN (0, 1)),
      state TEXT NOT NULL CHECK (state IN ('queued', 'sent', 'confirmed', 'failed', 'unknown')),
      reason TEXT,
      position INTEGER NOT NULL UNIQUE,
      created_at INTEGER NOT NULL,
      ended_at INTEGER,
      proof TEXT CHECK (proof IN ('answered', 'stood-ready')),
      CHECK ((ticket_id IS NULL) <> (list_id IS NULL))
    ) STRICT;
    INSERT INTO print_job_of_paper
      (job_id, ticket_id, request_key, reprint, state, reason, position, created_at, ended_at, proof)
      SELECT job_id, ticket_id, request_key, reprint, state, reason, position, created_at, ended_at, proof
      FROM print_job;
    DROP TABLE print_job;
    ALTER TABLE print_job_of_paper RENAME TO print_job;
    CREATE INDEX print_job_of_ticket ON print_job (ticket_id, position);
    CREATE INDEX print_job_of_list ON print_job (list_id, position);
    CREATE INDEX print_job_open ON print_job (state) WHERE state IN ('queued', 'sent');
  `,
};
