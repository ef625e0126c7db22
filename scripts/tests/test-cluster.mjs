// Runs test/cluster: the audit on real engines, each started by the tests and stopped by them. One that can't run here is
// skipped, and says why in one line.
//   npm run test:cluster -- [--no-build] [--grep PATTERN] [part of a file's path…]
// Kubernetes is built from the Go module proxy on the first run (about ten CPU minutes) and kept in the user's cache
// folder; with --no-build it runs where it has been built before.
import { parseArgs } from 'node:util';
import { buildExtension } from '../../test/harness/bundle.mjs';
import { runVitest } from './run-vitest.mjs';

const { values, positionals } = parseArgs({
  options: { build: { type: 'boolean', default: true }, grep: { type: 'string' } },
  allowNegative: true,
  allowPositionals: true,
});

try {
  if (values.build) {
    await buildExtension();
    process.env.LABEL_AUDIT_BUILD_KUBERNETES = '1';
  }
  await runVitest({ config: 'vitest.cluster.config.ts', filters: positionals, grep: values.grep, verbose: true });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.log('\n0 passed, 1 failed');
  process.exitCode = 1;
}
