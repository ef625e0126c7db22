import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/unit/**/*.test.ts', 'test/parity/**/*.test.ts'],
    globalSetup: ['test/build-if-stale.ts'],
    // tfjs's gradients are ES modules without endings that plain Node does not resolve.
    server: { deps: { inline: [/@tensorflow/] } },
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
