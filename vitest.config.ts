import { defineConfig } from 'vitest/config';

const SHARED_DATABASES = 'platform/testing/shared-databases.ts';

export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [
            '{domain,contract,drivers,main,platform,renderer,scripts}/**/*.test.{ts,tsx}',
            'tests/{layers,devices}/**/*.test.ts',
          ],
          globalSetup: [SHARED_DATABASES],
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['tests/integration/**/*.test.ts'],
          globalSetup: ['tests/integration/prepare.ts', SHARED_DATABASES],
        },
      },
    ],
    setupFiles: ['tests/harness/property-seed.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // To load what a file needs takes longer than most files; those that change something for all put it back.
    isolate: false,
    // Most of these tests wait for a line, a disk or another process; more of them than processors fit at a time.
    maxWorkers: 6,
  },
});
