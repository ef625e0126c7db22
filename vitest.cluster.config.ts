import { defineConfig } from 'vitest/config';

/** Tests on real engines, which `npm run test:cluster` starts: one file after the other, since each wants all cores. */
export default defineConfig({
  test: {
    include: ['test/cluster/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
