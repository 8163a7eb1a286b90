import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      '{domain,contract,drivers,main,platform,renderer,scripts}/**/*.test.{ts,tsx}',
      'tests/{layers,integration}/**/*.test.ts',
    ],
    testTimeout: 20_000,
    pool: 'forks',
  },
});
