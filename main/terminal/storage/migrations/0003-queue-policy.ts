/** Priority, appointment, what is missing, cancelling, and what was foretold when a ticket was given. */
export const queuePolicyMigration = {
  id: '0003-queue-policy',
  sql: `
    ALTER TABLE ticket ADD COLUMN priority_class TEXT NOT NULL DEFAULT 'ordinary';
    ALTER TABLE ticket ADD COLUMN appointment_id TEXT;
    ALTER TABLE ticket ADD COLUMN missing TEXT NOT NULL DEFAULT '[]';
    ALTER TABLE ticket ADD COLUMN issued_offline INTEGER NOT NULL DEFAULT 0 CHECK (issued_offline IN (0, 1));
    ALTER TABLE ticket ADD COLUMN from_minutes INTEGER;
    ALTER TABLE ticket ADD COLUMN to_minutes INTEGER;
    ALTER TABLE ticket ADD COLUMN cancelled_at INTEGER;
    CREATE INDEX ticket_of_appointment ON ticket (appointment_id) WHERE appointment_id IS NOT NULL;
  `,
};
