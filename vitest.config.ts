import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      '{domain,contract,drivers,main,platform,renderer,scripts}/**/*.test.{ts,tsx}',
      'tests/{layers,integration,devices}/**/*.test.ts',
    ],
    setupFiles: ['tests/harness/property-seed.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // Most of these tests wait for a line, a disk or another process; more of them than processors fit at a time.
    maxWorkers: 3,
  },
});
