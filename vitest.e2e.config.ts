import { defineConfig } from 'vitest/config';

/** Tests in a real browser, most of them with a VS Code server of their own. */
export default defineConfig({
  test: {
    name: 'e2e',
    include: ['test/e2e/**/*.e2e.ts'],
    // A window that loads takes its time on a busy machine; what hangs ends by Playwright's own limits, which say where.
    testTimeout: 5 * 60_000,
    hookTimeout: 5 * 60_000,
    // Within a file each test goes on from where the last one left the window.
    sequence: { concurrent: false, shuffle: false },
  },
});
