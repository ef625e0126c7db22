// Runs tests with Vitest and ends with the line `N passed, N failed`, which scripts/tests/test.mjs adds up.
//   node scripts/tests/run-vitest.mjs [filter of a file's path…]
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { startVitest } from 'vitest/node';

const ROOT = join(import.meta.dirname, '../..');

/**
 * Runs the tests, shows them, prints the counts and sets the exit code.
 * @param {{ config: string, filters?: string[], grep?: string, verbose?: boolean, maxWorkers?: number }} options `config`
 *   is a file in the repository's root
 */
export async function runVitest({ config, filters = [], grep, verbose = false, maxWorkers }) {
  const vitest = await startVitest('test', filters, {
    root: ROOT,
    config: join(ROOT, config),
    watch: false,
    testNamePattern: grep,
    maxWorkers,
    reporters: [verbose ? 'verbose' : 'default'],
  });
  const modules = vitest.state.getTestModules();
  const states = modules.flatMap((module) => [...module.children.allTests()].map((test) => test.result().state));
  const count = (state) => states.filter((one) => one === state).length;
  const failedTests = count('failed');
  // A file that can't be loaded, a hook that fails, an error in no test: failures, though no test failed.
  const unhandled = vitest.state.getUnhandledErrors().length;
  const broken = modules.some((module) => !module.ok()) || unhandled > 0 || count('passed') + failedTests === 0;
  const failed = failedTests + unhandled + (broken && failedTests + unhandled === 0 ? 1 : 0);
  const skipped = count('skipped');
  await vitest.close();
  console.log(`\n${count('passed')} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  process.exitCode = failed === 0 ? 0 : 1;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    await runVitest({ config: 'vitest.config.ts', filters: process.argv.slice(2) });
  } catch (error) {
    console.error(error);
    console.log('\n0 passed, 1 failed');
    process.exitCode = 1;
  }
}
