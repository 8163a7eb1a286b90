import { defineConfig } from 'vitest/config';

/** Tests at a real window; each file has a display of its own. */
export default defineConfig({
  test: {
    include: ['tests/e2e/**/*.test.ts'],
    globalSetup: ['tests/e2e/prepare.ts', 'platform/testing/shared-databases.ts'],
    testTimeout: 120_000,
    hookTimeout: 240_000,
    pool: 'forks',
    isolate: false,
    maxWorkers: 2,
  },
});
