// Runs test/outside: our npm package, hook and server with the programs of others that people run them with (npm, Deno, Bun,
// pre-commit, the MCP inspector). One that can't be fetched is skipped, and says why in one line.
//   npm run test:outside -- [--no-build] [--grep PATTERN] [part of a file's path…]
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildExtension } from '../../test/harness/bundle.mjs';
import { repositoryRoot } from '../../test/harness/install.mjs';
import { runVitest } from './run-vitest.mjs';

const { values, positionals } = parseArgs({
  options: { build: { type: 'boolean', default: true }, grep: { type: 'string' } },
  allowNegative: true,
  allowPositionals: true,
});

try {
  if (values.build) {
    await buildExtension();
    // The package holds the types of the core.
    const tsc = join(repositoryRoot, 'node_modules/typescript/bin/tsc');
    spawnSync(process.execPath, [tsc, '-b', 'src/core'], { cwd: repositoryRoot, stdio: 'inherit' });
  }
  await runVitest({ config: 'vitest.outside.config.ts', filters: positionals, grep: values.grep, verbose: true });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.log('\n0 passed, 1 failed');
  process.exitCode = 1;
}
