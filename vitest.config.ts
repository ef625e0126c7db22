import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/unit/**/*.test.ts', 'test/parity/**/*.test.ts'],
    globalSetup: ['test/build-if-stale.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
