/** Whose card a ticket was taken with while the platform could not be told: sealed, until it is told or the day is over. */
export const unnamedHolderMigration = {
  id: '0010-unnamed-holder',
  sql: `
    CREATE TABLE unnamed_holder (
      ticket_id TEXT PRIMARY KEY REFERENCES ticket (ticket_id) ON DELETE CASCADE,
      holding BLOB NOT NULL
    ) STRICT;
  `,
};
