/** That the hall has closed early, for a start during a cut. */
export const earlyClosingMigration = {
  id: '0005-early-closing',
  sql: `
    CREATE TABLE early_closing (
      only INTEGER PRIMARY KEY CHECK (only = 1),
      business_date TEXT NOT NULL,
      reason TEXT NOT NULL
    ) STRICT;
  `,
};
