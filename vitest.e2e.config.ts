import { defineConfig } from 'vitest/config';

/** Tests at a real window: one at a time, for they share the display and the processor. */
export default defineConfig({
  test: {
    include: ['tests/e2e/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    fileParallelism: false,
  },
});
