import { defineConfig } from 'vitest/config';

/** Tests with programs of others, fetched from npm and PyPI by `npm run test:outside`. */
export default defineConfig({
  test: {
    include: ['test/outside/**/*.test.ts'],
    globalSetup: ['test/build-if-stale.ts'],
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});
