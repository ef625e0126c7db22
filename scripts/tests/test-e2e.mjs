// Runs test/e2e/*.e2e.ts: a browser in a real VS Code, several files at once, each in a process of its own.
//   npm run test:e2e -- [--no-build] [--grep PATTERN] [--vsix FILE] [--jobs N] [part of a file's name…]
import { parseArgs } from 'node:util';
import { buildExtension } from '../../test/harness/bundle.mjs';
import { installHarness } from '../../test/harness/install.mjs';
import { runVitest } from './run-vitest.mjs';

const { values, positionals } = parseArgs({
  options: {
    build: { type: 'boolean', default: true },
    grep: { type: 'string' },
    vsix: { type: 'string' },
    jobs: { type: 'string', default: '2' },
  },
  allowNegative: true,
  allowPositionals: true,
});

try {
  await installHarness();
  if (values.build && !values.vsix) await buildExtension();
  if (values.vsix) process.env.LABEL_AUDIT_VSIX = values.vsix;
  await runVitest({
    config: 'vitest.e2e.config.ts',
    filters: positionals,
    grep: values.grep,
    verbose: true,
    maxWorkers: Number(values.jobs),
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.log('\n0 passed, 1 failed');
  process.exitCode = 1;
}
