CREATE TABLE device_change (
      change_id INTEGER PRIMARY KEY,
      device_id TEXT NOT NULL,
      at INTEGER NOT NULL,
      state TEXT NOT NULL,
      fault TEXT,
      clock_ahead_ms INTEGER
    ) STRICT;

CREATE INDEX device_change_of_device ON device_change (device_id, change_id);

CREATE TABLE early_closing (
      only INTEGER PRIMARY KEY CHECK (only = 1),
      business_date TEXT NOT NULL,
      reason TEXT NOT NULL
    ) STRICT;

CREATE TABLE hall (
      only INTEGER PRIMARY KEY CHECK (only = 1),
      hall_id TEXT NOT NULL,
      version INTEGER NOT NULL,
      body TEXT NOT NULL,
      stored_at INTEGER NOT NULL
    ) STRICT;

CREATE TABLE installation (
      only INTEGER PRIMARY KEY CHECK (only = 1),
      machine TEXT NOT NULL,
      starts INTEGER NOT NULL
    ) STRICT;

CREATE TABLE lease (
      lease_id TEXT PRIMARY KEY,
      queue_id TEXT NOT NULL,
      business_date TEXT NOT NULL,
      first INTEGER NOT NULL CHECK (first >= 1),
      last INTEGER NOT NULL CHECK (last >= first),
      next INTEGER NOT NULL CHECK (next BETWEEN first AND last + 1)
    ) STRICT;

CREATE INDEX lease_of_day ON lease (business_date, queue_id);

CREATE TABLE lease_request (
      only INTEGER PRIMARY KEY CHECK (only = 1),
      request_key TEXT NOT NULL,
      needs TEXT NOT NULL,
      made_at INTEGER NOT NULL
    ) STRICT;

CREATE TABLE migration (
    id TEXT PRIMARY KEY,
    applied_at TEXT NOT NULL
  ) STRICT;

CREATE TABLE outbox (
      position INTEGER PRIMARY KEY AUTOINCREMENT,
      key TEXT NOT NULL UNIQUE,
      aggregate TEXT NOT NULL,
      sequence INTEGER NOT NULL CHECK (sequence >= 1),
      body TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('pending', 'accepted', 'refused')),
      attempts INTEGER NOT NULL DEFAULT 0,
      last_error TEXT,
      next_attempt_at INTEGER NOT NULL DEFAULT 0,
      recorded_at INTEGER NOT NULL,
      settled_at INTEGER,
      UNIQUE (aggregate, sequence)
    ) STRICT;

CREATE INDEX outbox_pending ON outbox (position) WHERE state = 'pending';

CREATE INDEX outbox_refused ON outbox (position) WHERE state = 'refused';

CREATE TABLE "print_job" (
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

CREATE INDEX print_job_of_session_paper ON print_job (paper_id, position);

CREATE INDEX print_job_of_ticket ON print_job (ticket_id, position);

CREATE INDEX print_job_open ON print_job (state) WHERE state IN ('queued', 'sent');

CREATE TABLE session_paper (
      paper_id TEXT PRIMARY KEY,
      session_id TEXT NOT NULL,
      kind TEXT NOT NULL,
      subject TEXT NOT NULL,
      business_date TEXT NOT NULL,
      UNIQUE (session_id, kind, subject)
    ) STRICT;

CREATE TABLE ticket (
      ticket_id TEXT PRIMARY KEY,
      request_key TEXT NOT NULL UNIQUE,
      session_id TEXT NOT NULL,
      person_key TEXT,
      queue_id TEXT NOT NULL,
      service_id TEXT NOT NULL,
      business_date TEXT NOT NULL,
      number INTEGER NOT NULL,
      lease_id TEXT NOT NULL,
      issued_at INTEGER NOT NULL,
      code TEXT NOT NULL UNIQUE,
      label TEXT NOT NULL,
      service_name TEXT NOT NULL,
      counters TEXT NOT NULL,
      ahead INTEGER NOT NULL, priority_class TEXT NOT NULL DEFAULT 'ordinary', appointment_id TEXT, missing TEXT NOT NULL DEFAULT '[]', issued_offline INTEGER NOT NULL DEFAULT 0 CHECK (issued_offline IN (0, 1)), from_minutes INTEGER, to_minutes INTEGER, cancelled_at INTEGER,
      UNIQUE (queue_id, business_date, number)
    ) STRICT;

CREATE INDEX ticket_of_appointment ON ticket (appointment_id) WHERE appointment_id IS NOT NULL;

CREATE INDEX ticket_of_day ON ticket (business_date);

CREATE INDEX ticket_of_person ON ticket (person_key, business_date) WHERE person_key IS NOT NULL;

CREATE TABLE unnamed_holder (
      ticket_id TEXT PRIMARY KEY REFERENCES ticket (ticket_id) ON DELETE CASCADE,
      holding BLOB NOT NULL
    ) STRICT