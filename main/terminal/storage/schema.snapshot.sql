CREATE TABLE migration (
    id TEXT PRIMARY KEY,
    applied_at TEXT NOT NULL
  ) STRICT