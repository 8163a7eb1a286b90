/** What has become of each device, so that the morning knows of the night. */
export const deviceChangeMigration = {
  id: '0007-device-change',
  sql: `
    CREATE TABLE device_change (
      change_id INTEGER PRIMARY KEY,
      device_id TEXT NOT NULL,
      at INTEGER NOT NULL,
      state TEXT NOT NULL,
      fault TEXT,
      clock_ahead_ms INTEGER
    ) STRICT;
    CREATE INDEX device_change_of_device ON device_change (device_id, change_id);
  `,
};
