/**
 * Lists of materials, slips of appointments and copies of tickets are one kind of thing: a paper for whoever stands here,
 * kept with its print job. One table holds them all, so that another such paper needs none of its own, and the print ledger
 * no column.
 */
export const sessionPaperMigration = {
  id: '0009-session-paper',
  sql: `
    CREATE TABLE session_paper (
      paper_id TEXT PRIMARY KEY,
      session_id TEXT NOT NULL,
      kind TEXT NOT NULL,
      subject TEXT NOT NULL,
      business_date TEXT NOT NULL,
      UNIQUE (session_id, kind, subject)
    ) STRICT;
    INSERT INTO session_paper
      SELECT list_id, session_id, 'materials-list',
        json_object('serviceId', service_id, 'missing', json(missing)), business_date
      FROM materials_list;
    INSERT INTO session_paper
      SELECT slip_id, session_id, 'appointment-slip',
        json_object('appointmentId', appointment_id, 'from', from_at), business_date
      FROM appointment_slip;
    INSERT INTO session_paper
      SELECT copy_id, session_id, 'ticket-copy', json_object('ticketId', ticket_id), business_date
      FROM ticket_copy;

    CREATE TABLE print_job_of_paper (
      job_id TEXT PRIMARY KEY,
      ticket_id TEXT REFERENCES ticket (ticket_id) ON DELETE CASCADE,
      paper_id TEXT REFERENCES session_paper (paper_id) ON DELETE CASCADE,
      request_key TEXT UNIQUE,
      reprint INTEGER NOT NULL CHECK (reprint IN (0, 1)),
      state TEXT NOT NULL CHECK (state IN ('queued', 'sent', 'confirmed', 'failed', 'unknown')),
      reason TEXT,
      position INTEGER NOT NULL UNIQUE,
      created_at INTEGER NOT NULL,
      ended_at INTEGER,
      proof TEXT CHECK (proof IN ('answered', 'stood-ready')),
      CHECK ((ticket_id IS NOT NULL) + (paper_id IS NOT NULL) = 1)
    ) STRICT;
    INSERT INTO print_job_of_paper
      (job_id, ticket_id, paper_id, request_key, reprint, state, reason, position, created_at, ended_at, proof)
      SELECT job_id, ticket_id, coalesce(list_id, slip_id, copy_id), request_key, reprint, state, reason, position,
        created_at, ended_at, proof
      FROM print_job;
    DROP TABLE print_job;
    DROP TABLE materials_list;
    DROP TABLE appointment_slip;
    DROP TABLE ticket_copy;
    ALTER TABLE print_job_of_paper RENAME TO print_job;
    CREATE INDEX print_job_of_ticket ON print_job (ticket_id, position);
    CREATE INDEX print_job_of_session_paper ON print_job (paper_id, position);
    CREATE INDEX print_job_open ON print_job (state) WHERE state IN ('queued', 'sent');
  `,
};
